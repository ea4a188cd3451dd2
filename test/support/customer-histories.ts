import fc from 'fast-check';
import type { CustomerSignal } from '../../domain/signals/signal';

const hour = 3_600_000;
const day = 24 * hour;

/** First day of every generated history. */
export const historyStart = Date.parse('2026-03-02T00:00:00.000Z');

/** ISO instant so many days after the start of the history. */
export function onDay(days: number): string {
  return new Date(historyStart + Math.round(days * day)).toISOString();
}

/** Values that are often across a boundary: a history in which nothing happens proves nothing. */
const values: Readonly<Record<string, fc.Arbitrary<CustomerSignal['value']>>> = {
  usage_change_30d: fc.constantFrom(-0.6, -0.35, -0.31, -0.3, 0, 0.2),
  champion_departed: fc.constantFrom(true, true, false),
  ticket_sentiment_trend: fc.constantFrom(-0.5, -0.1, 0.1),
  invoice_payment_failed: fc.constantFrom(1, 1),
};

/** A fact of one of the given signals between two days of the history, on the hour so that times collide. */
export function factArbitrary(
  names: readonly string[],
  between: { readonly from: number; readonly to: number },
): fc.Arbitrary<CustomerSignal> {
  return fc
    .constantFrom(...names)
    .chain((name) =>
      fc.record({
        id: fc.uuid(),
        name: fc.constant(name),
        value: values[name] ?? fc.constant(1),
        hours: fc.integer({ min: Math.ceil(between.from * 24), max: Math.floor(between.to * 24) }),
        position: fc.nat(1_000),
      }),
    )
    .map(({ hours, ...rest }) => ({ ...rest, occurredAt: onDay(hours / 24) }));
}

/** Up to so many facts of the given signals. */
export function factsArbitrary(
  names: readonly string[],
  options: { readonly from: number; readonly to: number; readonly most?: number; readonly least?: number },
): fc.Arbitrary<CustomerSignal[]> {
  return fc.array(factArbitrary(names, options), {
    minLength: options.least ?? 0,
    maxLength: options.most ?? 12,
  });
}

/** Instants of evaluations in order: some by the sweep at midnight, some because something arrived. */
export function instantsArbitrary(options: {
  readonly days: number;
  readonly least: number;
  readonly most: number;
}): fc.Arbitrary<string[]> {
  const hours = fc.integer({ min: 0, max: options.days * 24 });
  return fc
    .uniqueArray(hours, { minLength: options.least, maxLength: options.most })
    .map((all) => [...all].sort((one, other) => one - other).map((at) => onDay(at / 24)));
}

/** The signals of the written-out book. */
export const churnSignals = Object.keys(values);
