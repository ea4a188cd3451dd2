import type { BookTests } from '../../application/publish-candidate';
import type { CompiledBook } from '../../domain/compiled-book';
import type { PolicyTest } from '../../domain/policy-test';
import type { Comparison } from '../../simulation/what-if/comparison';
import type { PlayForecast } from '../../simulation/what-if/forecast';
import type { Tally } from '../../simulation/what-if/tally';

/** What a thread that compares is started with; one that plays tests needs nothing. */
export interface ThreadData {
  readonly comparison: Comparison;
  readonly weeks: number;
}

/** What a thread is asked; it answers one ask after the other, under the ask's number. */
export type ThreadAsk = { readonly number: number } &
  /** Customers as JSON text; answered with how many there were. */
  (
    | { readonly kind: 'batch'; readonly customers: readonly string[] }
    /** What was found in all batches of this thread. */
    | { readonly kind: 'tally' }
    | { readonly kind: 'forecast'; readonly shapes: Tally['shapes'] }
    | { readonly kind: 'tests'; readonly book: CompiledBook; readonly tests: readonly PolicyTest[] }
  );

/** A thread's answers by the kind of ask. */
export interface ThreadAnswers {
  readonly batch: number;
  readonly tally: Tally;
  readonly forecast: readonly PlayForecast[];
  readonly tests: BookTests;
}

/** What a thread sends back. */
export type ThreadAnswer = { readonly number: number } & (
  | { readonly ok: true; readonly value: ThreadAnswers[keyof ThreadAnswers] }
  | { readonly ok: false; readonly error: string }
);
