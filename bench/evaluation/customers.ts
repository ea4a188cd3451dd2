import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { CompiledBook } from '../../domain/compiled-book';
import { evaluate } from '../../domain/evaluate';
import type { EvaluationInput } from '../../domain/evaluation';
import { customerKeyFrom } from '../../domain/ids';
import type { Invoice } from '../../domain/invoice';
import type { CustomerSignal, SignalValue } from '../../domain/signals/signal';

const dayMs = 86_400_000;
const measuredAt = Date.parse('2026-03-10T12:00:00.000Z');

type Random = () => number;
/** Name, chance that a customer has it at all, and its value. */
type Habit = readonly [name: string, chance: number, value: (random: Random) => SignalValue];

const between = (low: number, high: number) => (random: Random) =>
  Math.round((low + random() * (high - low)) * 100) / 100;
const yes = () => true;

/** What a base usually sends: numbers that drift, and now and then something that happens. */
const habits: readonly Habit[] = [
  ['usage_change_30d', 1, between(-0.4, 0.4)],
  ['usage_change_30d', 0.7, between(-0.4, 0.4)],
  ['adoption', 0.9, between(0.1, 1)],
  ['sessions_change', 0.8, between(-0.4, 0.4)],
  ['email_engagement_change', 0.6, between(-0.4, 0.4)],
  ['ticket_sentiment_trend', 0.4, between(-0.3, 0.5)],
  ['seats', 0.5, between(5, 50)],
  ['renewal_in_days', 0.5, between(10, 360)],
  ['review_score', 0.2, between(1, 5)],
  ['accounts_per_device', 0.2, between(1, 5)],
  ['qbr_held', 0.3, yes],
  ['champion_departed', 0.04, yes],
  ['sponsor_changed', 0.04, yes],
  ['layoffs', 0.03, yes],
  ['invoice_payment_failed', 0.05, yes],
  ['card_expiring', 0.05, yes],
  ['chargeback', 0.02, yes],
];

/**
 * Customers as the book finds them on an ordinary day: each was evaluated on the two days before,
 * and now some facts are new. The same seed gives the same customers.
 */
export function generateInputs(book: CompiledBook, size: number, seed: number): readonly EvaluationInput[] {
  const generator = xoroshiro128plus(seed);
  const random = () => uniformFloat64(generator);
  return Array.from({ length: size }, () => lived(firstInput(book, random)));
}

function firstInput(book: CompiledBook, random: Random): EvaluationInput {
  const customerKey = customerKeyFrom(Uint8Array.from({ length: 12 }, () => Math.floor(random() * 256)));
  return {
    book,
    customerKey,
    attributes: { annualRevenue: Math.round(10 ** (3 + random() * 2.3)), strategic: random() < 0.01 },
    signals: habits.flatMap((habit, index) => happened(book, habit, index, random)),
    invoices: random() < 0.05 ? [openInvoice] : [],
    previousScores: {},
    memberships: [],
    openTreatments: [],
    valueCuts: { highFrom: 20_000, mediumFrom: 5_000 },
    asOf: new Date(measuredAt - 2 * dayMs).toISOString(),
    sequence: 1,
  };
}

function happened(
  book: CompiledBook,
  [name, chance, value]: Habit,
  index: number,
  random: Random,
): CustomerSignal[] {
  if (random() >= chance) return [];
  if (book.signals[name]?.kind !== 'raw')
    throw new Error(`the book has no raw signal ${name}: mend bench/evaluation`);
  const occurredAt = new Date(measuredAt - random() * 12 * dayMs).toISOString();
  return [{ id: `${name}-${index}`, name, value: value(random), occurredAt, position: index }];
}

const openInvoice: Invoice = { id: 'in_1', amountMinor: 4_900, currency: 'usd', state: 'open', attempts: 1 };

/** What is remembered from the evaluations of the days before, at which later facts were not known yet. */
function lived(first: EvaluationInput): EvaluationInput {
  let input = first;
  for (const daysAgo of [1, 0]) {
    const { scores, memberships } = evaluate(input);
    input = {
      ...input,
      asOf: new Date(measuredAt - daysAgo * dayMs).toISOString(),
      sequence: input.sequence + 1,
      previousScores: Object.fromEntries(scores.map((score) => [score.dimension, score])),
      memberships,
    };
  }
  return input;
}
