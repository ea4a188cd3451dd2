import type { CompiledBook } from '../domain/compiled-book';
import { forgottenAfterAges } from '../domain/scoring/confidence';
import { reachMs } from '../domain/signals/derive';
import type { StateWindow } from '../ports/store/tables/customer-state';

interface Spans {
  readonly signalsMs: number;
  readonly coolDownMs: number;
}

const known = new WeakMap<CompiledBook, Spans>();

/** How far back facts and closed treatments can matter to a book at an instant. */
export function windowOf(book: CompiledBook, asOf: string): StateWindow {
  const spans = known.get(book) ?? measure(book);
  known.set(book, spans);
  const at = Date.parse(asOf);
  return {
    signalsSince: new Date(Math.max(at - spans.signalsMs, 0)).toISOString(),
    closedSince: new Date(Math.max(at - spans.coolDownMs, 0)).toISOString(),
  };
}

// A window ends at the evaluation, so a derived signal looks no further back than its own reach; a raw one still counts
// as one that has grown stale until it is forgotten.
function measure(book: CompiledBook): Spans {
  const signals = Object.values(book.signals).map((signal) =>
    signal.kind === 'derived' ? reachMs(signal) : signal.maximumAgeMs * forgottenAfterAges,
  );
  const coolDowns = Object.values(book.playbooks).map((playbook) => playbook.coolDownMs);
  return { signalsMs: Math.max(0, ...signals), coolDownMs: Math.max(0, ...coolDowns) };
}
