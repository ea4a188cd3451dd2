import type { Application } from '../../application/application';
import { widestWindow } from '../../application/book-window';
import type { CompiledBook } from '../../domain/compiled-book';
import { countCustomers } from '../../ports/store/tables/base-read';
import { countRunning } from '../../ports/store/tables/book-view';
import type { StateWindow } from '../../ports/store/tables/customer-state';
import { readUsualWeek } from '../../ports/store/tables/usual-week';
import { readValueCuts } from '../../ports/store/tables/value-cuts';
import type { UsualWeek } from '../../simulation/what-if/capacity';
import type { Comparison } from '../../simulation/what-if/comparison';

/** What a comparison stands on beside the customers. */
export interface Ground {
  readonly comparison: Comparison;
  readonly usual: UsualWeek;
  readonly customers: number;
  readonly window: StateWindow;
}

/** Reads it in one transaction. */
export async function readGround(
  app: Application,
  { candidate, active: hash }: { readonly candidate: CompiledBook; readonly active: string },
): Promise<Ground> {
  const asOf = app.clock.now();
  return app.store.transaction(async (tx) => {
    const active = await app.books.byHash(tx, hash);
    const pinned: Record<string, CompiledBook> = {};
    for (const { bookHash } of await countRunning(tx))
      if (bookHash !== hash) pinned[bookHash] = await app.books.byHash(tx, bookHash);
    return {
      comparison: { active, candidate, pinned, valueCuts: await readValueCuts(tx), asOf },
      usual: await readUsualWeek(tx, asOf),
      customers: await countCustomers(tx),
      window: widestWindow([active, candidate], asOf),
    };
  });
}
