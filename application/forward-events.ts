import type { CompiledBook } from '../domain/compiled-book';
import { countsFor } from '../domain/context';
import { type CustomerFacts, factsAbout, type FactsSnapshot } from '../domain/facts';
import type { CompiledProgram } from '../domain/program';
import type { CustomerSignal } from '../domain/signals/signal';
import type { Transaction } from '../ports/store/store';
import type { TreatmentRow } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { addInboxItem } from './inbox';
import { pinnedProgram } from './pinned-program';

/** Tells each treatment the facts that its program mentions; gives the ids of those that were told something. */
export async function forwardEvents(
  tx: Transaction,
  app: Application,
  treatments: readonly TreatmentRow[],
  news: {
    readonly signals: readonly CustomerSignal[];
    readonly at: Omit<FactsSnapshot, 'facts'>;
    readonly known: CustomerFacts;
    readonly book: CompiledBook;
  },
): Promise<string[]> {
  const told: string[] = [];
  for (const treatment of treatments) {
    const program = await pinnedProgram(tx, app, treatment);
    const wanted = news.signals.filter(
      // Another transaction's or complaint's facts wake nobody.
      (signal) => mentions(program, signal.name, news.book) && countsFor(treatment.context, signal.context),
    );
    for (const signal of wanted) {
      await addInboxItem(tx, app, treatment.id, {
        kind: 'event',
        name: signal.name,
        value: signal.value,
        signalId: signal.id,
        facts: { ...news.at, facts: factsAbout(news.known, treatment.context) },
      });
    }
    if (wanted.length > 0) told.push(treatment.id);
  }
  return told;
}

function mentions(program: CompiledProgram, name: string, book: CompiledBook): boolean {
  const { events, signals } = program.mentions;
  if (events.includes(name) || signals.includes(name)) return true;
  return signals.some((mentioned) => {
    const definition = book.signals[mentioned];
    return definition?.kind === 'derived' && definition.of === name;
  });
}
