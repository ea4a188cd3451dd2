import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Transaction } from '../../ports/store/store';
import { blocklistKey, type BlockKind } from '../../ports/store/tables/blocklist';
import type { Application } from '../application';

const keyBytes = 32;

/** Hashes a pattern: the same always gives the same, and without the key nobody can try addresses out. */
export type Digest = (kind: BlockKind, text: string) => string;

/** The hash of this deployment. */
export async function digestOf(tx: Transaction, app: Pick<Application, 'randomBytes'>): Promise<Digest> {
  const key = hexToBytes(await blocklistKey(tx, () => bytesToHex(app.randomBytes(keyBytes))));
  return (kind, text) => bytesToHex(hmac(sha256, key, utf8ToBytes(`${kind}|${text}`)));
}
