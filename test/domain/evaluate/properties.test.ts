import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { CompiledBook } from '../../../domain/compiled-book';
import type { Crossing } from '../../../domain/crossing';
import { evaluate } from '../../../domain/evaluate';
import type { EvaluationInput, EvaluationResult } from '../../../domain/evaluation';
import type { CustomerSignal } from '../../../domain/signals/signal';
import { rawSignal, scoreRule } from '../../support/book-builder';
import { churnBook } from '../../support/churn-book';
import { churnSignals, factsArbitrary, instantsArbitrary, onDay } from '../../support/customer-histories';
import { evaluateAt, evaluationInput, fact, following } from '../../support/evaluated-customer';
import { tryOn, type Promised, type World } from '../../support/property-run';

const dayMs = 86_400_000;
const real: World = { evaluate, book: churnBook() };

const history = fc.record({
  signals: factsArbitrary(churnSignals, { from: -8, to: 12, least: 2 }),
  instants: instantsArbitrary({ days: 21, least: 3, most: 14 }),
});
type History = typeof history extends fc.Arbitrary<infer Sample> ? Sample : never;

function live({ book, evaluate: using }: World, { signals, instants }: History) {
  return evaluateAt(instants, evaluationInput(book, { signals }), using);
}

/** Wraps evaluation with one behaviour broken. */
const brokenResult = (
  change: (result: EvaluationResult, input: EvaluationInput) => EvaluationResult,
): World => ({
  ...real,
  evaluate: (input) => change(evaluate(input), input),
});
const brokenInput = (change: (input: EvaluationInput) => EvaluationInput): World => ({
  ...real,
  evaluate: (input) => evaluate(change(input)),
});
const brokenBook = (change: (book: CompiledBook) => CompiledBook, book = real.book): World => ({
  evaluate,
  book: change(book),
});

function promise<Sample>(
  name: string,
  promised: Promised<Sample>,
  mutants: Readonly<Record<string, World>>,
  world: World = real,
): void {
  describe(name, () => {
    it('holds over 1,000 histories, a fifth of them with a crossing', () => {
      const tried = tryOn(world, promised);
      expect(tried.report).toBe('');
      expect(tried.runs).toBeGreaterThanOrEqual(1_000);
      expect(tried.crossingShare).toBeGreaterThanOrEqual(0.2);
    });
    it.each(Object.entries(mutants))('fails when %s', (_, mutant) => {
      expect(tryOn(mutant, promised).failed).toBe(true);
    });
  });
}

/** Jest's own comparison is a hundred times slower; it only writes the difference once there is one. */
function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

function forgetful(): World {
  let calls = 0;
  return brokenInput((input) =>
    ++calls % 2 === 0 ? { ...input, previousScores: {}, memberships: [] } : input,
  );
}

promise(
  'the same input gives the same output, and is left as it was',
  {
    samples: history,
    check: (world, sample) => {
      const before = structuredClone(sample);
      const first = live(world, sample);
      same(live(world, structuredClone(sample)), first);
      same(sample, before);
      return first.crossings;
    },
  },
  { 'it remembers between calls': forgetful() },
);

const collidingFacts = fc.record({
  signals: factsArbitrary(churnSignals, { from: -1, to: -0.9, least: 4 }),
  instants: fc.constant<string[]>([onDay(0), onDay(1), onDay(2)]),
  order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
});

promise(
  'the order in which signals of equal times arrive does not matter',
  {
    samples: collidingFacts,
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
    'the last to arrive wins': brokenInput((input) => ({
      ...input,
      signals: input.signals.map((one, index) => ({ ...one, id: String(index).padStart(4, '0') })),
    })),
  },
);

const isMember = ({ memberships }: Pick<EvaluationInput, 'memberships'>, segment: string) =>
  memberships.some((membership) => membership.segment === segment && membership.state !== 'entering');

function changes(before: Pick<EvaluationInput, 'memberships'>, after: EvaluationResult, book: CompiledBook) {
  return book.segments
    .filter(({ id }) => isMember(before, id) !== isMember(after, id))
    .map(({ id }) => `${id} ${isMember(after, id) ? 'entered' : 'exited'}`);
}

promise(
  'there is a crossing for each change of membership, and none without',
  {
    samples: history,
    check: (world, sample) => {
      const { results, crossings } = live(world, sample);
      results.forEach((result, index) => {
        const before = results[index - 1] ?? { memberships: [] };
        const said = result.crossings.map(({ segment, direction }) => `${segment} ${direction}`);
        same(said.sort(), changes(before, result, world.book).sort());
      });
      const input = evaluationInput(world.book, { signals: sample.signals });
      const again = following(input, results.at(-1)!, sample.instants.at(-1)!);
      expect(world.evaluate(again).crossings).toEqual([]);
      return crossings;
    },
  },
  {
    'members cross at every evaluation': brokenInput((input) => ({
      ...input,
      memberships: input.memberships.filter(({ state }) => state !== 'in'),
    })),
    'a crossing is dropped now and then': brokenResult((result, input) =>
      input.sequence % 3 === 0 ? { ...result, crossings: [] } : result,
    ),
  },
);

function tooShortStays(crossings: readonly Crossing[], dwellMs: number): readonly Crossing[] {
  return crossings.filter((exit, index) => {
    if (exit.direction !== 'exited' || !exit.segment.startsWith('churn-')) return false;
    const entry = crossings.slice(0, index).findLast((earlier) => earlier.segment === exit.segment);
    return entry !== undefined && Date.parse(exit.occurredAt) - Date.parse(entry.occurredAt) < dwellMs;
  });
}

promise(
  'hysteresis never flaps within its dwell',
  {
    samples: fc.record({
      signals: factsArbitrary(churnSignals, { from: -8, to: 20, least: 6, most: 24 }),
      instants: instantsArbitrary({ days: 24, least: 12, most: 40 }),
    }),
    check: (world, sample) => {
      const { crossings } = live(world, sample);
      expect(tooShortStays(crossings, 7 * dayMs)).toEqual([]);
      return crossings;
    },
  },
  {
    'there is no dwell': brokenBook((book) => ({
      ...book,
      segments: book.segments.map((segment) => ({ ...segment, dwellMs: 0 })),
    })),
  },
);

/** Facts that are all known before the first day and stay fresh, so that only the evaluations differ. */
const settled = fc.record({
  signals: factsArbitrary(churnSignals, { from: -6, to: -0.1, least: 3 }),
  chatter: instantsArbitrary({ days: 3, least: 5, most: 30 }),
});
const oncePerDay = [onDay(0), onDay(1), onDay(2), onDay(3)];

promise(
  'a chatty customer does not confirm faster',
  {
    samples: settled,
    check: (world, { signals, chatter }) => {
      const input = evaluationInput(world.book, { signals });
      const quiet = evaluateAt(oncePerDay, input, world.evaluate).crossings;
      const chatty = evaluateAt([...oncePerDay, ...chatter].sort(), input, world.evaluate).crossings;
      const entries = (all: readonly Crossing[]) =>
        all.map(({ segment, occurredAt }) => `${segment} ${occurredAt}`);
      same(entries(chatty), entries(quiet));
      return chatty;
    },
  },
  {
    'evaluations are counted instead of days': brokenInput((input) => ({
      ...input,
      memberships: input.memberships.map((membership) => ({
        ...membership,
        days: membership.days.map(() => new Date(Date.parse(input.asOf) - dayMs).toISOString().slice(0, 10)),
      })),
    })),
  },
);

promise(
  'between now and nextEvaluationAt time alone changes nothing',
  {
    samples: fc.record({
      signals: factsArbitrary(churnSignals, { from: -40, to: 1, least: 3 }),
      instants: instantsArbitrary({ days: 30, least: 2, most: 10 }),
      share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    }),
    check: (world, { signals, instants, share }) => {
      const input = evaluationInput(world.book, { signals });
      const { results, crossings } = evaluateAt(instants, input, world.evaluate);
      results.forEach((result, index) => {
        const asOf = Date.parse(instants[index]!);
        const next =
          result.nextEvaluationAt === undefined ? asOf + 400 * dayMs : Date.parse(result.nextEvaluationAt);
        if (next <= asOf) throw new Error(`${result.nextEvaluationAt} is not after ${instants[index]}`);
        const between = new Date(asOf + Math.floor((next - asOf) * share)).toISOString();
        const later = world.evaluate(following(input, result, between));
        same(later.crossings, []);
        same({ ...later, crossings: [] }, { ...result, crossings: [] });
      });
      return crossings;
    },
  },
  {
    'ageing out is not foreseen': brokenResult(({ nextEvaluationAt: _, ...result }) => result),
    'it looks a day too late': brokenResult((result) => ({
      ...result,
      ...(result.nextEvaluationAt !== undefined && {
        nextEvaluationAt: new Date(Date.parse(result.nextEvaluationAt) + dayMs).toISOString(),
      }),
    })),
  },
);

/** The written-out book, in which one source alone has points enough for high. */
function lopsided(book: CompiledBook): CompiledBook {
  const rule = scoreRule('adoption_low', 'signals.adoption < 0.5', { points: 40 });
  const signals = { ...book.signals, adoption: rawSignal('adoption') };
  const scores = book.scores.map((score) =>
    score.dimension === 'churn' ? { ...score, rules: [...score.rules, rule] } : score,
  );
  return { ...book, signals, scores };
}

const oneSource = fc
  .record({
    fresh: factsArbitrary(['usage_change_30d', 'adoption'], { from: -5, to: -0.1, least: 2 }),
    failures: factsArbitrary(['invoice_payment_failed'], { from: -200, to: -41, most: 3 }),
    stale: factsArbitrary(['champion_departed', 'ticket_sentiment_trend'], {
      from: -200,
      to: -101,
      least: 1,
    }),
  })
  .map(({ fresh, failures, stale }) => [
    ...fresh.map((one) => (one.name === 'adoption' ? { ...one, value: 0.1 } : one)),
    ...failures,
    ...stale,
  ]);

promise(
  'a stale or single-source signal never yields an escalation where two are required',
  {
    samples: oneSource,
    check: (world, signals) => {
      const { results, crossings } = evaluateAt(
        oncePerDay,
        evaluationInput(world.book, { signals }),
        world.evaluate,
      );
      for (const { scores } of results) expect(scores[0]).not.toMatchObject({ tier: 'high' });
      expect(crossings.filter(({ segment }) => segment === 'churn-risk-high')).toEqual([]);
      return crossings;
    },
  },
  {
    'one source is enough': brokenBook(
      (book) => ({
        ...book,
        scores: book.scores.map((score) => ({ ...score, minimumSources: 1 })),
        segments: book.segments.map((segment) => ({ ...segment, minimumSources: 1 })),
      }),
      lopsided(churnBook()),
    ),
    'old facts count for ever': brokenBook(
      (book) => ({
        ...book,
        signals: Object.fromEntries(
          Object.entries(book.signals).map(([name, signal]) => [
            name,
            { ...signal, maximumAgeMs: 999 * dayMs },
          ]),
        ),
      }),
      lopsided(churnBook()),
    ),
  },
  { evaluate, book: lopsided(churnBook()) },
);

const departure = fc.record({
  drop: fc.constantFrom(-0.31, -0.4, -0.9),
  droppedOn: fc.integer({ min: -20, max: -1 }),
  gap: fc.integer({ min: -7, max: 7 }),
});

promise(
  'usage down in the week the champion leaves is high and crosses on that evaluation',
  {
    samples: departure,
    check: (world, { drop, droppedOn, gap }) => {
      const signals = [
        fact('usage_change_30d', drop, onDay(droppedOn)),
        fact('champion_departed', true, onDay(Math.min(0, droppedOn + gap))),
      ];
      const { crossings, scores } = world.evaluate(
        evaluationInput(world.book, { signals, asOf: onDay(0.5) }),
      );
      expect(scores[0]).toMatchObject({ points: 60, tier: 'high' });
      expect(crossings.map(({ segment }) => segment)).toContain('churn-risk-high');
      return crossings;
    },
  },
  {
    'the coincidence has to be confirmed like any other': brokenBook((book) => ({
      ...book,
      scores: book.scores.map((score) => ({
        ...score,
        rules: score.rules.map((rule) => ({ ...rule, immediate: false })),
      })),
    })),
  },
);

promise(
  'the same points without the coincidence cross on the second day',
  {
    samples: fc.record({
      drop: fc.constantFrom(-0.31, -0.4, -0.9),
      droppedOn: fc.integer({ min: -5, max: -1 }),
      gap: fc.integer({ min: 8, max: 70 }),
      hours: fc.uniqueArray(fc.integer({ min: 1, max: 23 }), { minLength: 1, maxLength: 6 }),
    }),
    check: (world, { drop, droppedOn, gap, hours }) => {
      const signals = [
        fact('usage_change_30d', drop, onDay(droppedOn)),
        fact('champion_departed', true, onDay(droppedOn - gap)),
        fact('ticket_sentiment_trend', -0.2, onDay(-1)),
      ];
      const instants = [
        ...[...hours].sort((one, other) => one - other).map((hour) => onDay(hour / 24)),
        onDay(1),
      ];
      const { results, crossings } = evaluateAt(
        instants,
        evaluationInput(world.book, { signals }),
        world.evaluate,
      );
      expect(results[0]!.scores[0]).toMatchObject({ points: 60, tier: 'high' });
      const entry = crossings.find(({ segment }) => segment === 'churn-risk-high');
      expect(entry).toMatchObject({ occurredAt: onDay(1), breachedAt: instants[0] });
      return crossings;
    },
  },
  {
    'nothing has to be confirmed': brokenBook((book) => ({
      ...book,
      segments: book.segments.map(({ confirmation: _, ...segment }) => segment),
    })),
  },
);

promise(
  'a failed card alone never raises a churn escalation',
  {
    samples: fc.record({
      signals: factsArbitrary(['invoice_payment_failed'], { from: -40, to: 4, least: 1, most: 20 }),
      instants: instantsArbitrary({ days: 6, least: 3, most: 12 }),
    }),
    check: (world, sample) => {
      const { results, crossings } = live(world, sample);
      for (const { scores } of results) expect(scores[0]).toMatchObject({ dimension: 'churn', tier: 'low' });
      expect(crossings.filter(({ segment }) => segment.startsWith('churn-'))).toEqual([]);
      return crossings;
    },
  },
  {
    'a failed card counts as unhappiness': brokenBook((book) => ({
      ...book,
      scores: book.scores.map((score) => ({
        ...score,
        rules: score.rules.map((rule) => (rule.code === 'payment_failed' ? { ...rule, points: 50 } : rule)),
      })),
    })),
  },
);
