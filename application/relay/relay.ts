import { RuntimeRefusal, type TreatmentRuntime } from '../../ports/temporal/treatment-runtime';
import type { Transaction } from '../../ports/store/store';
import { openOutbox, type OutboxWork } from '../../ports/store/tables/outbox-delivery';
import { claimCustomers, releaseCustomers } from '../../ports/store/tables/relay-leases';
import type { Application } from '../application';
import type { CrashHook } from '../crash-points';
import { bury, deliverInbox, deliverStart, postpone } from './deliveries';

/** What a relay needs beside the application. Leases and back-off count wall-clock time, not the simulated clock. */
export interface RelayOptions {
  readonly app: Application;
  readonly runtime: TreatmentRuntime;
  /** Unique per process. */
  readonly owner: string;
  readonly wallNow: () => number;
  readonly crash: CrashHook;
  readonly leaseMs?: number;
  readonly customersPerPass?: number;
  readonly pollMs?: number;
}

/** Moves the outbox to Temporal until it is stopped. */
export interface Relay {
  stop(): Promise<void>;
}

// Passes side by side: what is written while one waits for the server goes out with the next.
const lanes = 4;

/** Starts delivering: woken by the store, and every second in any case. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const alarm = createAlarm(options.pollMs ?? 1_000);
  const stopListening = await options.app.store.onOutbox(alarm.ring);
  let stopping = false;
  const lane = async (): Promise<void> => {
    while (!stopping) {
      const delivered = await passSafely(options, alarm.ring);
      if (!delivered && !stopping) await alarm.wait();
    }
  };
  const running = Array.from({ length: lanes }, lane);
  return {
    stop: async () => {
      stopping = true;
      alarm.ringAll();
      await Promise.all(running);
      await stopListening();
    },
  };
}

// The store may be away for a while; the relay outlives it.
async function passSafely(options: RelayOptions, wakeAnother: () => void): Promise<boolean> {
  try {
    return (await relayPass(options, wakeAnother)) > 0;
  } catch (error) {
    options.app.log.error({ error: String(error) }, 'relay pass failed; it is tried again');
    return false;
  }
}

/**
 * One pass: claims customers, delivers their rows in order, gives them back. Returns how many treatments got something.
 * Tells `wakeAnother` when there may be more than it could claim.
 */
export async function relayPass(options: RelayOptions, wakeAnother?: () => void): Promise<number> {
  const { app, owner } = options;
  const now = options.wallNow();
  const limit = options.customersPerPass ?? 64;
  const { keys, work } = await app.store.transaction((tx) => claimWork(tx, options, { now, limit }));
  if (keys.length === 0) return 0;
  if (keys.length === limit) wakeAnother?.();
  try {
    const delivered = await Promise.all(
      [...byTreatment(work).values()].map((rows) => deliverTreatment(options, rows)),
    );
    return delivered.filter(Boolean).length;
  } finally {
    await app.store.transaction((tx) => releaseCustomers(tx, owner, keys));
  }
}

async function claimWork(
  tx: Transaction,
  { owner, leaseMs }: RelayOptions,
  { now: wallNow, limit }: { readonly now: number; readonly limit: number },
): Promise<{ readonly keys: readonly string[]; readonly work: readonly OutboxWork[] }> {
  const now = new Date(wallNow).toISOString();
  // What a killed relay had claimed waits this long; two delivering at once is harmless, the inbox numbers its items.
  const until = new Date(wallNow + (leaseMs ?? 10_000)).toISOString();
  const keys = await claimCustomers(tx, { owner, now, until, limit });
  return { keys, work: keys.length === 0 ? [] : await openOutbox(tx, keys, now) };
}

// Order matters within a treatment; another treatment of the same customer does not wait for it.
async function deliverTreatment(options: RelayOptions, rows: readonly OutboxWork[]): Promise<boolean> {
  const start = rows.find((row) => row.kind === 'start');
  const inbox = rows.filter((row) => row.kind === 'inbox');
  if (start && !(await attempt(options, start, () => deliverStart(options, start)))) return false;
  const first = inbox[0];
  if (!first) return true;
  if (!start && !first.startDelivered && first.treatmentState !== 'closed') return false;
  return attempt(options, first, () => deliverInbox(options, inbox));
}

async function attempt(
  options: RelayOptions,
  row: OutboxWork,
  deliver: () => Promise<void>,
): Promise<boolean> {
  try {
    await deliver();
    return true;
  } catch (error) {
    if (error instanceof RuntimeRefusal) await bury(options, row, error);
    else await postpone(options, row, error);
    return false;
  }
}

function byTreatment(work: readonly OutboxWork[]): Map<string, OutboxWork[]> {
  const groups = new Map<string, OutboxWork[]>();
  for (const row of work) groups.set(row.treatmentId, [...(groups.get(row.treatmentId) ?? []), row]);
  return groups;
}

/** Wakes one of those that wait, or the next that would; each wakes by itself after `pollMs`. */
function createAlarm(pollMs: number): {
  ring: () => void;
  ringAll: () => void;
  wait: () => Promise<void>;
} {
  const waiting = new Set<() => void>();
  let rung = false;
  const wake = (): boolean => {
    const [first] = waiting;
    first?.();
    return first !== undefined;
  };
  return {
    ring: () => {
      rung = !wake();
    },
    ringAll: () => {
      while (wake());
    },
    wait: async () => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const awake = () => {
            clearTimeout(timer);
            waiting.delete(awake);
            resolve();
          };
          const timer = setTimeout(awake, pollMs);
          waiting.add(awake);
        });
      }
      rung = false;
    },
  };
}
