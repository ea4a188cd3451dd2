import type { Transaction } from '../../ports/store/store';
import { findHits, type BlockKind } from '../../ports/store/tables/blocklist';
import type { Application } from '../application';
import { type Digest, digestOf } from './digest';
import { domainsOf, ipOf } from './pattern';

/** What was seen of somebody; personal data, so it is looked at and not kept. */
export interface Seen {
  readonly device?: string;
  readonly ip?: string;
  readonly email?: string;
}

/** An entry that was hit. */
export interface BlockHit {
  readonly id: string;
  readonly kind: BlockKind;
}

/** Entries that what was seen hits: the device, the address, its network, the e-mail address, its domain. */
export async function blockHits(
  tx: Transaction,
  app: Pick<Application, 'randomBytes' | 'clock'>,
  seen: Seen,
): Promise<readonly BlockHit[]> {
  const ip = seen.ip === undefined ? undefined : ipOf(seen.ip);
  const digests = digestsOf(await digestOf(tx, app), { ...seen, ip });
  return findHits(tx, { digests, ip }, app.clock.now());
}

function digestsOf(digest: Digest, { device, ip, email }: Seen) {
  const address = email?.trim().toLowerCase();
  const sought: (readonly [BlockKind, string])[] = [
    ...(device === undefined ? [] : [['device', device.trim()] as const]),
    ...(ip === undefined ? [] : [['ip', ip] as const]),
    ...(address === undefined ? [] : [['email', address] as const]),
    ...(address === undefined ? [] : domainsOf(address).map((domain) => ['domain', domain] as const)),
  ];
  return sought.map(([kind, text]) => ({ kind, digest: digest(kind, text) }));
}
