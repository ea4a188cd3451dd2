import { customerKeysAfter } from '../ports/store/tables/customers';
import { readBreaker } from '../ports/store/tables/storm-breaker';
import type { Application } from './application';
import { evaluateCustomer } from './evaluate-customer';

/** What one batch of customers came to. */
export interface RescoreAnswer {
  /** Where the next batch begins; absent = the base is done. */
  readonly cursor?: string;
  readonly evaluated: number;
  readonly crossings: number;
  /** The storm breaker has tripped: stop and let a person look. */
  readonly tripped: boolean;
}

/** Evaluates the customers after the cursor, in key order; the empty text is the beginning. Safe to run again. */
export async function rescoreBatch(
  app: Application,
  batch: { readonly cursor: string; readonly limit: number },
): Promise<RescoreAnswer> {
  const keys = await app.store.transaction((tx) => customerKeysAfter(tx, batch.cursor, batch.limit));
  let cursor = batch.cursor;
  let evaluated = 0;
  let crossings = 0;
  for (const key of keys) {
    const { found, tripped } = await app.store.transaction(async (tx) => ({
      found: await evaluateCustomer(tx, app, key, { asOf: app.clock.now(), treat: true }),
      tripped: (await readBreaker(tx)).trippedAt !== null,
    }));
    cursor = key;
    evaluated += 1;
    crossings += found.crossings.length;
    if (tripped) return { cursor, evaluated, crossings, tripped };
  }
  const isLast = keys.length < batch.limit;
  return { ...(!isLast && { cursor }), evaluated, crossings, tripped: false };
}
