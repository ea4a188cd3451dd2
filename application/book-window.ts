import type { CompiledBook } from '../domain/compiled-book';
import { memories } from '../domain/signals/reach';
import type { StateWindow } from '../ports/store/tables/customer-state';

interface Spans {
  /** Milliseconds by signal, as the store takes them. */
  readonly signals: string;
  readonly coolDownMs: number;
}

const known = new WeakMap<CompiledBook, Spans>();

/** How far back the facts of each signal, and closed treatments, can matter to a book at an instant. */
export function windowOf(book: CompiledBook, asOf: string): StateWindow {
  const spans = known.get(book) ?? measure([book]);
  known.set(book, spans);
  return windowAt(spans, asOf);
}

/** How far back they can matter to any of several books. */
export function widestWindow(books: readonly CompiledBook[], asOf: string): StateWindow {
  return windowAt(measure(books), asOf);
}

function windowAt({ signals, coolDownMs }: Spans, asOf: string): StateWindow {
  return { asOf, signals, closedSince: new Date(Math.max(Date.parse(asOf) - coolDownMs, 0)).toISOString() };
}

// Later than any instant of the store less this is still one that it can hold.
const mostMs = 1_000 * 365 * 86_400_000;

function measure(books: readonly CompiledBook[]): Spans {
  const signals: Record<string, number> = {};
  let coolDownMs = 0;
  for (const book of books) {
    for (const [name, ms] of Object.entries(memories(Object.values(book.signals))))
      signals[name] = Math.max(signals[name] ?? 0, Math.min(ms, mostMs));
    coolDownMs = Math.max(
      coolDownMs,
      ...Object.values(book.playbooks).map((playbook) => playbook.coolDownMs),
    );
  }
  return { signals: JSON.stringify(signals), coolDownMs };
}
