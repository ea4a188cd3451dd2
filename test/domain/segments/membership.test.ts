import type { SegmentDefinition } from '../../../domain/segments/segment';
import { compiledBook, rawSignal, segmentDefinition } from '../../support/book-builder';
import { evaluateAt, evaluationInput, fact } from '../../support/evaluated-customer';

const risky = {
  entry: 'signals.risk > 5.0',
  exit: 'signals.risk < 2.0',
} as const;

type Value = readonly [day: string, value: number];

/** Lives through the days at noon in New York, with one risk reading a day before each. */
function live(
  fields: Partial<SegmentDefinition>,
  values: readonly Value[],
  instants = values.map(([day]) => noon(day)),
) {
  const book = compiledBook({
    zone: 'America/New_York',
    signals: [rawSignal('risk', { maximumAgeMs: 5 * 86_400_000 })],
    segments: [segmentDefinition('risky', { ...risky, ...fields })],
  });
  const signals = values.map(([day, value]) => fact('risk', value, `2026-${day}T15:00:00.000Z`));
  return evaluateAt(instants, evaluationInput(book, { signals }));
}

const noon = (day: string) => `2026-${day}T17:00:00.000Z`;
const said = ({ crossings }: ReturnType<typeof live>) =>
  crossings.map(({ direction, occurredAt }) => `${direction} ${occurredAt.slice(5, 10)}`);

describe('a membership', () => {
  it('begins and ends at once where nothing slows it, at thresholds of their own', () => {
    const values = [
      ['03-02', 6],
      ['03-03', 3],
      ['03-04', 1],
      ['03-05', 3],
      ['03-06', 6],
    ] as const;
    expect(said(live({}, values))).toEqual(['entered 03-02', 'exited 03-04', 'entered 03-06']);
  });

  it('is confirmed on two of three days, also with a gap between them', () => {
    const twoOfThree = { confirmation: { days: 2, of: 3 } };
    const run = live(twoOfThree, [
      ['03-02', 6],
      ['03-03', 3],
      ['03-04', 6],
    ]);
    expect(said(run)).toEqual(['entered 03-04']);
    expect(run.crossings[0]!.breachedAt).toBe(noon('03-02'));
  });

  it('forgets a breach that was not confirmed in time', () => {
    const run = live({ confirmation: { days: 2, of: 3 } }, [
      ['03-02', 6],
      ['03-03', 3],
      ['03-04', 3],
      ['03-05', 6],
    ]);
    expect(said(run)).toEqual([]);
    expect(run.results[2]!.memberships).toMatchObject([{ state: 'entering' }]);
    expect(run.results[3]!.memberships).toMatchObject([{ state: 'entering', breachedAt: noon('03-05') }]);
  });

  it('counts calendar days of the workspace zone', () => {
    // 03:00 and 04:30 UTC are one evening in New York; 05:30 UTC is the next day.
    const instants = ['2026-03-03T03:00:00.000Z', '2026-03-03T04:30:00.000Z', '2026-03-03T05:30:00.000Z'];
    const run = live({ confirmation: { days: 2, of: 3 } }, [['03-02', 6]], instants);
    expect(run.results.map(({ crossings }) => crossings.length)).toEqual([0, 0, 1]);
  });

  it('asks to be looked at again at the next local midnight, also when the clocks change', () => {
    const run = live(
      { confirmation: { days: 2, of: 3 } },
      [
        ['03-07', 6],
        ['03-08', 6],
      ],
      [noon('03-07')],
    );
    expect(run.results[0]!.nextEvaluationAt).toBe('2026-03-08T05:00:00.000Z');
    const sunday = live({ confirmation: { days: 2, of: 3 } }, [['03-08', 6]], [noon('03-08')]);
    // The day of the change to summer time ends after 23 hours.
    expect(sunday.results[0]!.nextEvaluationAt).toBe('2026-03-09T04:00:00.000Z');
  });

  it('lasts its dwell, and ends when the dwell does if the exit still holds', () => {
    const run = live(
      { dwellMs: 3 * 86_400_000 },
      [
        ['03-02', 6],
        ['03-03', 1],
      ],
      [noon('03-02'), noon('03-03'), noon('03-05')],
    );
    expect(said(run)).toEqual(['entered 03-02', 'exited 03-05']);
    expect(run.results[1]!.memberships).toMatchObject([{ state: 'leaving', leavingAt: noon('03-03') }]);
    expect(run.results[1]!.nextEvaluationAt).toBe(noon('03-05'));
    expect(run.crossings[1]!.breachedAt).toBe(noon('03-03'));
  });

  it('goes on when the exit criterion stops holding before the dwell is over', () => {
    const run = live({ dwellMs: 3 * 86_400_000 }, [
      ['03-02', 6],
      ['03-03', 1],
      ['03-04', 3],
      ['03-06', 3],
    ]);
    expect(said(run)).toEqual(['entered 03-02']);
    expect(run.results[3]!.memberships).toMatchObject([{ state: 'in', breachedAt: noon('03-02') }]);
  });

  it.each([
    ['leave', ['entered 03-02', 'exited 03-12']],
    ['stay', ['entered 03-02']],
  ] as const)('may %s when its facts have aged out', (onAbsent, expected) => {
    expect(said(live({ onAbsent }, [['03-02', 6]], [noon('03-02'), noon('03-12')]))).toEqual(expected);
  });

  it('without an exit criterion ends when the entry criterion fails', () => {
    expect(
      said(
        live({ exit: undefined }, [
          ['03-02', 6],
          ['03-03', 3],
        ]),
      ),
    ).toEqual(['entered 03-02', 'exited 03-03']);
  });

  it('needs its independent sources', () => {
    expect(
      said(
        live({ minimumSources: 2 }, [
          ['03-02', 6],
          ['03-03', 6],
        ]),
      ),
    ).toEqual([]);
  });

  it('has a reason and a confidence', () => {
    const { results } = live({}, [['03-02', 6]]);
    expect(results[0]!.memberships).toMatchObject([
      { reasons: ['risky: signals.risk > 5.0'], confidence: 1 },
    ]);
  });
});

describe('a segment that asks for another', () => {
  const asking = segmentDefinition('asks', { entry: "'risky' in segments && !('zealous' in segments)" });
  const book = compiledBook({
    signals: [rawSignal('risk')],
    segments: [
      asking,
      segmentDefinition('risky', risky),
      segmentDefinition('zealous', { entry: 'signals.risk > 9.0' }),
    ],
  });
  const segmentsAt = (value: number) =>
    evaluateAt(
      [noon('03-02')],
      evaluationInput(book, { signals: [fact('risk', value, '2026-03-02T15:00:00.000Z')] }),
    ).results[0]!.facts.segments;

  it('is decided after it, whatever the order of the book', () => {
    expect(segmentsAt(6)).toEqual(['risky', 'asks']);
    expect(segmentsAt(10)).toEqual(['risky', 'zealous']);
  });

  it('does not hang where two ask for each other', () => {
    const circular = compiledBook({
      segments: [
        segmentDefinition('one', { entry: "'two' in segments" }),
        segmentDefinition('two', { entry: "'one' in segments" }),
      ],
    });
    expect(evaluateAt([noon('03-02')], evaluationInput(circular)).results[0]!.memberships).toEqual([]);
  });
});
