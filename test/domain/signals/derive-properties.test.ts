import fc from 'fast-check';
import {
  aggregates,
  type CustomerSignal,
  type DerivedSignalDefinition,
} from '../../../domain/signals/signal';
import { derivedSignal } from '../../support/book-builder';
import { derived } from '../../support/timed-facts';

const hour = 3_600_000;
const day = 24 * hour;
const asOf = Date.parse('2026-03-10T00:00:00.000Z');

/** Facts on the hour, so that times collide and stand on the ends of windows. */
const factsArbitrary = fc
  .array(
    fc.record({
      id: fc.uuid(),
      name: fc.constantFrom('a', 'a', 'b'),
      value: fc.constantFrom(0.1, 0.2, 0.7, -3, 1e9),
      data: fc.constantFrom(undefined, { page: 'x' }, { page: 'y' }),
      // Within the last twenty days, around the same days a year ago, or an hour ahead.
      ago: fc.oneof(fc.integer({ min: -1, max: 480 }), fc.integer({ min: 8_700, max: 9_200 })),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((drawn) =>
    drawn.map(({ ago, ...rest }, position): CustomerSignal => {
      return { ...rest, position, occurredAt: new Date(asOf - ago * hour).toISOString() };
    }),
  );

const keys: Readonly<Record<string, Partial<DerivedSignalDefinition>>> = {
  gap: { with: 'b' },
  sequence: { then: 'b', withinMs: 60 * hour },
};
const variants = [
  ...aggregates.map((aggregate) => ({ aggregate, ...keys[aggregate] })),
  ...(['count', 'sum', 'change'] as const).map((aggregate) => ({ aggregate, against: 'lastYear' as const })),
  ...(['distinct', 'repeats'] as const).map((aggregate) => ({ aggregate, field: 'page' })),
  { aggregate: 'sequence' as const, then: 'a', withinMs: 60 * hour },
  { aggregate: 'sum' as const, atLeast: 0.2 },
].map((fields) => ({ fields, definition: derivedSignal('d', 'a', { windowMs: 7 * day, ...fields }) }));

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length });

describe.each(variants)('$fields', ({ definition }) => {
  const runs = { numRuns: 250 };

  it('is the same in whatever order the facts arrive', () => {
    const histories = factsArbitrary.chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts)));
    fc.assert(
      fc.property(histories, ([facts, other]) => {
        const arrived = other.map((fact, position) => ({ ...fact, position }));
        expect(derived(definition, arrived, asOf)).toEqual(derived(definition, facts, asOf));
      }),
      runs,
    );
  });

  it('takes a late fact in as if it had come in time', () => {
    fc.assert(
      fc.property(factsArbitrary, fc.nat(), (facts, n) => {
        const late = facts[n % facts.length]!;
        const rest = facts.filter((fact) => fact !== late);
        expect(derived(definition, [...rest, { ...late, position: 1_000 }], asOf)).toEqual(
          derived(definition, facts, asOf),
        );
      }),
      runs,
    );
  });

  it('stays as it is until the instant it names, and does name one wherever time alone changes it', () => {
    let changed = 0;
    fc.assert(
      fc.property(
        factsArbitrary,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (facts, share) => {
          // Facts dated ahead are the fact table's to foresee.
          const known = facts.filter(({ occurredAt }) => Date.parse(occurredAt) <= asOf);
          const { value, changesAt } = derived(definition, known, asOf);
          const until = changesAt === Infinity ? asOf + 800 * day : changesAt;
          expect(until).toBeGreaterThan(asOf);
          const between = asOf + Math.floor((until - asOf) * share);
          expect(derived(definition, known, between).value).toEqual(value);
          if (changesAt !== Infinity && derived(definition, known, changesAt).value !== value) changed += 1;
        },
      ),
      runs,
    );
    expect(changed).toBeGreaterThan(10);
  });

  it('looks no further back than it says', () => {
    fc.assert(
      fc.property(factsArbitrary, (facts) => {
        const reach = asOf - (definition.against ? 365 * day : 0) - 7 * day;
        const near = facts.filter(({ occurredAt }) => Date.parse(occurredAt) >= reach);
        expect(derived(definition, near, asOf)).toEqual(derived(definition, facts, asOf));
      }),
      runs,
    );
  });
});
