import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { countsFor } from '../../../domain/context';
import type { Crossing } from '../../../domain/crossing';
import { evaluate } from '../../../domain/evaluate';
import type { EvaluationInput, EvaluationResult } from '../../../domain/evaluation';
import type { CustomerSignal } from '../../../domain/signals/signal';
import { instantsArbitrary, onDay } from '../../support/customer-histories';
import { evaluateAt, evaluationInput, type Evaluate } from '../../support/evaluated-customer';
import { tryOn, type Promised, type World } from '../../support/property-run';
import { transactionBook } from '../../support/transaction-book';

const book = transactionBook();
const real: World = { evaluate, book };
const own = ['transaction:1', 'transaction:2'] as const;

const factAbout = (contexts: readonly (string | undefined)[]): fc.Arbitrary<CustomerSignal> =>
  fc
    .record({
      id: fc.uuid(),
      name: fc.constantFrom('geo_mismatch', 'geo_mismatch', 'vpn_used', 'attempt', 'attempt', 'attempt'),
      value: fc.constantFrom(true, true, false),
      context: fc.constantFrom(...contexts),
      hours: fc.integer({ min: 0, max: 10 * 24 }),
      position: fc.nat(1_000),
    })
    .map(({ hours, context, ...rest }) => ({
      ...rest,
      occurredAt: onDay(hours / 24),
      ...(context !== undefined && { context }),
    }));

const history = fc.record({
  signals: fc.array(factAbout([...own, 'complaint:1', undefined, undefined]), {
    minLength: 4,
    maxLength: 16,
  }),
  instants: instantsArbitrary({ days: 14, least: 3, most: 10 }),
});

const after = (result: EvaluationResult, context: string) => ({
  memberships: result.memberships.filter((membership) => membership.context === context),
  crossings: result.crossings
    .filter((crossing) => crossing.context === context)
    .map(({ id: _, ...crossing }) => crossing),
  facts: seenFrom(result, context),
});

// Where the customer as a whole belongs rests on all its facts, as it does without contexts.
function seenFrom({ contexts }: EvaluationResult, context: string) {
  const facts = contexts?.get(context);
  return facts && { ...facts, segments: facts.segments.filter((segment) => segment !== 'customer-suspect') };
}

function live(
  { evaluate: using, book: by }: World,
  sample: { signals: readonly CustomerSignal[]; instants: readonly string[] },
) {
  return evaluateAt(sample.instants, evaluationInput(by, { signals: sample.signals }), using);
}

/** Jest's own comparison is a hundred times slower; it only writes the difference once there is one. */
function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

const broken = (change: (input: EvaluationInput) => EvaluationInput): World => ({
  ...real,
  evaluate: (input) => evaluate(change(input)),
});
const withoutContexts =
  (using: Evaluate): Evaluate =>
  (input) =>
    using({ ...input, signals: input.signals.map(({ context: _, ...signal }) => signal) });

function promise<Sample>(
  name: string,
  promised: Promised<Sample>,
  mutants: Readonly<Record<string, World>>,
): void {
  describe(name, () => {
    it('holds over 1,000 histories, a fifth of them with a crossing', () => {
      const tried = tryOn(real, promised);
      expect(tried.report).toBe('');
      expect(tried.runs).toBeGreaterThanOrEqual(1_000);
      expect(tried.crossingShare).toBeGreaterThanOrEqual(0.2);
    });
    it.each(Object.entries(mutants))('fails when %s', (_, mutant) => {
      expect(tryOn(mutant, promised).failed).toBe(true);
    });
  });
}

promise(
  'two contexts of a kind never influence each other',
  {
    samples: history,
    check: (world, sample) => {
      const both = live(world, sample);
      const alone = live(world, {
        ...sample,
        signals: sample.signals.filter(({ context }) => countsFor(own[0], context)),
      });
      both.results.forEach((result, at) => same(after(result, own[0]), after(alone.results[at]!, own[0])));
      return both.crossings.filter(({ context }) => context === own[0]);
    },
  },
  {
    'a fact about one counts for the other': broken((input) => ({
      ...input,
      signals: input.signals.flatMap((signal) =>
        signal.context === own[1] ? [signal, { ...signal, context: own[0] }] : [signal],
      ),
    })),
    'the tier of one is remembered for the other': broken((input) => ({
      ...input,
      memberships: input.memberships.map((membership) =>
        membership.context === own[1] ? { ...membership, context: own[0] } : membership,
      ),
    })),
  },
);

promise(
  'a fact without context influences every context alike',
  {
    samples: fc.record({
      signals: fc.array(factAbout([undefined]), { minLength: 3, maxLength: 10 }),
      instants: instantsArbitrary({ days: 10, least: 2, most: 8 }),
    }),
    check: (world, { signals, instants }) => {
      const input = evaluationInput(world.book, { signals, about: own });
      const { results, crossings } = evaluateAt(instants, input, world.evaluate);
      const about = (result: EvaluationResult, context: string) =>
        JSON.stringify({
          ...after(result, context),
          facts: { ...result.contexts?.get(context), context: '' },
        }).replaceAll(context, '');
      for (const result of results) {
        expect(result.contexts?.size).toBe(2);
        same(about(result, own[0]), about(result, own[1]));
        same(result.contexts?.get(own[0])?.signals, result.facts.signals);
      }
      return crossings.filter(({ context }) => context !== undefined);
    },
  },
  {
    'it counts for one of them only': broken((input) => ({
      ...input,
      signals: input.signals.map((signal, at) => (at === 0 ? { ...signal, context: own[0] } : signal)),
    })),
  },
);

promise(
  'the order in which facts about several contexts arrive does not matter',
  {
    samples: fc.record({
      signals: fc.array(factAbout([...own, undefined]), { minLength: 4, maxLength: 12 }),
      instants: instantsArbitrary({ days: 12, least: 2, most: 6 }),
      order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    }),
    check: (world, sample) => {
      const arrived = (signals: readonly CustomerSignal[]) =>
        signals.map((one, position) => ({ ...one, position }));
      const shuffled = sample.signals
        .map((one, index) => ({ one, key: sample.order[index]! }))
        .sort((one, other) => one.key - other.key)
        .map(({ one }) => one);
      const expected = live(world, { ...sample, signals: arrived(sample.signals) });
      same(live(world, { ...sample, signals: arrived(shuffled) }), expected);
      return expected.crossings;
    },
  },
  {
    'the first to arrive names the context': broken((input) => ({
      ...input,
      signals: input.signals.map((signal) => ({ ...signal, context: input.signals[0]?.context ?? own[0] })),
    })),
  },
);

const ofCustomer = (crossings: readonly Crossing[]) =>
  crossings.filter(({ context }) => context === undefined);

promise(
  'the customer is scored and placed as if nothing were about less than the whole of it',
  {
    samples: history,
    check: (world, sample) => {
      const seen = live(world, sample);
      const plain = live({ ...real, evaluate: withoutContexts(evaluate) }, sample);
      seen.results.forEach((result, at) => {
        const expected = plain.results[at]!;
        expect(expected.contexts).toBeUndefined();
        same(result.scores, expected.scores);
        same(result.facts.signals, expected.facts.signals);
        same(
          ofCustomer(result.crossings).map(({ segment, direction }) => [segment, direction]),
          expected.crossings.map(({ segment, direction }) => [segment, direction]),
        );
      });
      return ofCustomer(seen.crossings);
    },
  },
  {
    'what is about a transaction does not count for the customer': broken((input) => ({
      ...input,
      signals: input.signals.filter(({ context }) => context === undefined),
    })),
  },
);

promise(
  'between now and nextEvaluationAt time alone changes nothing in any context',
  {
    samples: fc.record({ history, share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) }),
    check: (world, { history: sample, share }) => {
      const { results, crossings } = live(world, sample);
      results.forEach((result, at) => {
        const asOf = Date.parse(sample.instants[at]!);
        const next =
          result.nextEvaluationAt === undefined ? asOf + 1e10 : Date.parse(result.nextEvaluationAt);
        const between = new Date(asOf + Math.floor((next - asOf) * share)).toISOString();
        const again = world.evaluate({
          ...evaluationInput(world.book, { signals: sample.signals, memberships: result.memberships }),
          previousScores: Object.fromEntries(result.scores.map((score) => [score.dimension, score])),
          asOf: between,
        });
        same(again.crossings, []);
        // A context of which nothing counts any more is not looked at; those that count stay as they were.
        for (const [context, facts] of again.contexts ?? []) same(facts, result.contexts?.get(context));
      });
      return crossings;
    },
  },
  {
    'ageing out is not foreseen': {
      ...real,
      evaluate: (input) => {
        const { nextEvaluationAt: _, ...result } = evaluate(input);
        return result;
      },
    },
  },
);
