import { after } from '../domain/machine/instants';
import type { Transaction } from '../ports/store/store';
import {
  dropFailure,
  dueSubjects,
  failuresOf,
  putFailure,
  type SweepWork,
} from '../ports/store/tables/sweep-due';
import type { Application } from './application';

const firstMs = 60_000;
const ceilingMs = 6 * 3_600_000;

/** How long what failed so many times waits for its next turn: a minute, two, four, … at most six hours. */
export function retryAfterMs(failures: number): number {
  return Math.min(ceilingMs, firstMs * 2 ** Math.min(failures - 1, 10));
}

/** What one walk over due things came to. */
export interface Worked<T> {
  /** Of those that went well. */
  readonly results: readonly T[];
  readonly failed: number;
  /** As many as the limit allowed were due and some went well: looking again at once is of use. */
  readonly more: boolean;
}

/**
 * Does what is due, each thing in a transaction of its own. One that fails keeps nobody from their turn: it waits ever
 * longer for the next try, behind those that have not failed, and is shown until it goes well.
 */
export async function workOff<T>(
  app: Application,
  { what, now, limit }: { readonly what: SweepWork; readonly now: string; readonly limit: number },
  work: (tx: Transaction, subject: string) => Promise<T>,
): Promise<Worked<T>> {
  const due = await app.store.transaction((tx) => dueSubjects(tx, what, { now, limit }));
  const results: T[] = [];
  for (const { subject, failed } of due) {
    try {
      const result = await app.store.transaction(async (tx) => {
        const done = await work(tx, subject);
        if (failed) await dropFailure(tx, what, subject);
        return done;
      });
      results.push(result);
    } catch (error) {
      await app.store.transaction((tx) => keepFailure(tx, app, { what, subject, error }));
    }
  }
  const { length } = results;
  return { results, failed: due.length - length, more: due.length === limit && length > 0 };
}

/** Writes down that something failed and when it is tried again, and logs it. */
export async function keepFailure(
  tx: Transaction,
  app: Application,
  { what, subject, error }: { readonly what: SweepWork; readonly subject: string; readonly error: unknown },
): Promise<void> {
  const failedAt = app.clock.now();
  const failures = (await failuresOf(tx, what, subject)) + 1;
  const retryAt = after(failedAt, retryAfterMs(failures));
  const failure = { what, subject, failures, error: String(error), failedAt, retryAt };
  await putFailure(tx, failure);
  app.log.error(failure, `${what} failed in the sweep`);
}
