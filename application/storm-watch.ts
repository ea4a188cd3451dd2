import type { Policies } from '../domain/policies';
import type { Store, Transaction } from '../ports/store/store';
import { countLiveCrossings } from '../ports/store/tables/crossings';
import { readBreaker, tripBreaker } from '../ports/store/tables/storm-breaker';
import type { Application } from './application';
import { exceedsPlanned } from './planned-crossings';

const dayMs = 86_400_000;
const normDays = 28;
const normKeptMs = 3_600_000;

interface Norm {
  readonly at: number;
  readonly windowMs: number;
  /** Crossings in one window of the 28 days before. */
  readonly count: number;
}

// The norm moves slowly and costs a long count, so each process counts it once an hour of its clock.
const norms = new WeakMap<Store, Norm>();

/** Why starts are held back now, or undefined; trips the breaker when crossings exceed their norm. */
export async function stormHolds(
  tx: Transaction,
  app: Pick<Application, 'store' | 'clock' | 'log' | 'alert'>,
  policy: Policies['stormBreaker'],
): Promise<string | undefined> {
  const breaker = await readBreaker(tx);
  if (breaker.trippedAt !== null) return breaker.reason ?? 'the storm breaker has tripped';
  const now = Date.parse(app.clock.now());
  const cleared = breaker.clearedAt === null ? 0 : Date.parse(breaker.clearedAt);
  const since = Math.max(now - policy.windowMs, cleared);
  const threshold = await thresholdAt(tx, app.store, policy, now);
  const count = await countLiveCrossings(tx, {
    since: iso(since),
    until: iso(now),
    limit: threshold + 1,
  });
  if (count <= threshold) return undefined;
  if (!(await exceedsPlanned(tx, app.store, { policy, since, now, threshold }))) return undefined;
  const reason = `more than ${threshold} crossings in ${Math.round(policy.windowMs / 3_600_000)} h: starts are held until a person looks`;
  await tripBreaker(tx, iso(now), reason);
  app.alert?.(stormAlert(reason));
  app.log.error({ threshold }, 'storm breaker tripped: starts are held back until a person clears it');
  return reason;
}

/** What a terminal is told while starts are held back. */
export function stormAlert(reason: string): string {
  return `WARNING: the storm breaker has tripped: ${reason}. See: npm run -s tideline -- storm status`;
}

async function thresholdAt(
  tx: Transaction,
  store: Store,
  policy: Policies['stormBreaker'],
  now: number,
): Promise<number> {
  const known = norms.get(store);
  const fits = known?.windowMs === policy.windowMs && now >= known.at && now - known.at < normKeptMs;
  const norm = known && fits ? known : await countNorm(tx, policy.windowMs, now);
  norms.set(store, norm);
  return Math.max(policy.floor, Math.ceil(norm.count * policy.factor));
}

async function countNorm(tx: Transaction, windowMs: number, now: number): Promise<Norm> {
  const until = now - windowMs;
  const spanMs = normDays * dayMs;
  const crossings = await countLiveCrossings(tx, {
    since: iso(until - spanMs),
    until: iso(until),
    limit: 10_000_000,
  });
  return { at: now, windowMs, count: (crossings / spanMs) * windowMs };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
