import { customerKeysAfter } from '../ports/store/tables/customers';
import { readBreaker } from '../ports/store/tables/storm-breaker';
import { makeDue } from '../ports/store/tables/sweep-due';
import type { Application } from './application';
import { evaluateCustomer } from './evaluate-customer';
import { keepFailure } from './sweep-work';

/** What one batch of customers came to. */
export interface RescoreAnswer {
  /** Where the next batch begins; absent = the base is done. */
  readonly cursor?: string;
  readonly evaluated: number;
  readonly crossings: number;
  /** Customers whose evaluation failed; each is in the log, and the sweep tries it again. */
  readonly failed: number;
  /** The storm breaker has tripped: stop and let a person look. */
  readonly tripped: boolean;
}

/** Evaluates the customers after the cursor, in key order; the empty text is the beginning. Safe to run again. */
export async function rescoreBatch(
  app: Application,
  batch: { readonly cursor: string; readonly limit: number },
): Promise<RescoreAnswer> {
  const keys = await app.store.transaction((tx) => customerKeysAfter(tx, batch.cursor, batch.limit));
  let total = { evaluated: 0, crossings: 0, failed: 0 };
  for (const key of keys) {
    const one = await evaluateOrLog(app, key);
    total = {
      evaluated: total.evaluated + (one ? 1 : 0),
      crossings: total.crossings + (one?.crossings ?? 0),
      failed: total.failed + (one ? 0 : 1),
    };
    if (one?.tripped) return { cursor: key, ...total, tripped: true };
  }
  const cursor = keys.length < batch.limit ? undefined : keys.at(-1);
  return { ...(cursor !== undefined && { cursor }), ...total, tripped: false };
}

async function evaluateOrLog(
  app: Application,
  key: string,
): Promise<{ readonly crossings: number; readonly tripped: boolean } | undefined> {
  try {
    return await app.store.transaction(async (tx) => {
      const { crossings } = await evaluateCustomer(tx, app, key, { asOf: app.clock.now() });
      return { crossings: crossings.length, tripped: (await readBreaker(tx)).trippedAt !== null };
    });
  } catch (error) {
    // One customer whose evaluation fails must not keep the rest of the base from theirs; the sweep tries it again.
    await app.store.transaction(async (tx) => {
      await keepFailure(tx, app, { what: 'evaluation', subject: key, error });
      await makeDue(tx, key, app.clock.now());
    });
    return undefined;
  }
}
