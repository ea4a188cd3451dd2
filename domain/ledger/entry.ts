import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** What a ledger row can be about. */
export const ledgerKinds = [
  'crossing',
  'decision',
  'verdict',
  'attempt',
  'receipt',
  'approval',
  'control',
  'outcome',
] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** Hash before the first entry of a chain. */
export const genesisHash = '';

/** One immutable row: `text` is RFC 8785 canonical JSON, `hash` = SHA-256(previous hash ‖ text). */
export interface LedgerEntry {
  readonly customerKey: string;
  readonly position: number;
  readonly kind: LedgerKind;
  readonly text: string;
  readonly hash: string;
  readonly at: string;
}

/** What is sealed into a row; `personal` holds commitments, never the values themselves. */
export interface LedgerDraft {
  readonly customerKey: string;
  readonly position: number;
  readonly kind: LedgerKind;
  readonly at: string;
  readonly content: object;
  readonly personal: Readonly<Record<string, string>>;
}

/** Thrown for content that has no canonical JSON (undefined, a function, NaN). */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
}

/** The text RFC 8785 gives for a JSON value: the same content always has the same text. */
export function canonicalText(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new NotCanonical('the content of a ledger entry must be plain JSON');
  return text;
}

/** Chains one row to the row before it. */
export function sealEntry(previousHash: string, draft: LedgerDraft): LedgerEntry {
  const { customerKey, position, kind, at } = draft;
  const text = canonicalText(draft);
  return { customerKey, position, kind, text, hash: chainHash(previousHash, text), at };
}

/** SHA-256(previous hash ‖ text), in hex. */
export function chainHash(previousHash: string, text: string): string {
  return bytesToHex(sha256(utf8ToBytes(previousHash + text)));
}

/** HMAC-SHA-256 of a personal value under its row's salt (hex): says nothing once the salt is erased. */
export function commitmentOf(saltHex: string, value: string): string {
  return bytesToHex(hmac(sha256, hexToBytes(saltHex), utf8ToBytes(value)));
}
