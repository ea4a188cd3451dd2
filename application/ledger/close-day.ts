import { dailyRoot } from '../../domain/ledger/daily-root';
import { insertRoot, listOpenDays, readChainEnds } from '../../ports/store/tables/ledger-roots';
import type { Application } from '../application';

// A transaction stamps its rows before it commits; none lasts this long.
const settlingMs = 10 * 60_000;

/** Writes the root of every day that is over and not yet closed; gives the days closed. Safe to run again. */
export async function closeLedgerDay(app: Pick<Application, 'store' | 'clock'>): Promise<readonly string[]> {
  const settled = new Date(Date.parse(app.clock.now()) - settlingMs).toISOString().slice(0, 10);
  const days = await app.store.transaction((tx) => listOpenDays(tx, `${settled}T00:00:00Z`));
  const closed: string[] = [];
  for (const day of days) {
    const written = await app.store.transaction(async (tx) => {
      const ends = await readChainEnds(tx, day);
      return insertRoot(tx, { day, root: dailyRoot(day, ends), chains: ends.length, at: app.clock.now() });
    });
    if (written) closed.push(day);
  }
  return closed;
}
