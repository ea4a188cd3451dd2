import { arbitrate } from '../../../domain/arbitration/arbitrate';
import type { ArbitratedTreatment, Decision } from '../../../domain/arbitration/decision';
import {
  arbitrationBook,
  arbitratedPlays,
  segmentOf,
  type ArbitratedPlay,
} from '../../support/arbitration-book';
import { arbitrated, arbitrationInput, crossing } from '../../support/arbitrated-customer';

/** States of the other play when the crossing of a new one comes. */
const states = ['none', 'running', 'paused', 'ending', 'cooling', 'cooled'] as const;
type State = (typeof states)[number];

/** What is expected, by hand; a start says in brackets what it does to the running one. */
type Expected = 'start' | 'start (pauses)' | 'start (cancels)' | 'update' | 'defer' | 'ignore';
type Row = readonly [State, Expected][];

const besideEverything: Row = [
  ['none', 'start'],
  ['running', 'start'],
  ['paused', 'start'],
  ['ending', 'start'],
  ['cooling', 'start'],
  ['cooled', 'start'],
];
const afterItself: Row = [
  ['none', 'start'],
  ['running', 'update'],
  ['paused', 'update'],
  ['ending', 'defer'],
  ['cooling', 'ignore'],
  ['cooled', 'start'],
];
const behindWhileOpen: Row = [
  ['none', 'start'],
  ['running', 'defer'],
  ['paused', 'defer'],
  ['ending', 'start'],
  ['cooling', 'start'],
  ['cooled', 'start'],
];
const pausesWhileOpen: Row = [
  ['none', 'start'],
  ['running', 'start (pauses)'],
  ['paused', 'start (pauses)'],
  ['ending', 'start'],
  ['cooling', 'start'],
  ['cooled', 'start'],
];
const cancelsWhileOpen: Row = [
  ['none', 'start'],
  ['running', 'start (cancels)'],
  ['paused', 'start (cancels)'],
  ['ending', 'start'],
  ['cooling', 'start'],
  ['cooled', 'start'],
];

/** New play → running play → what happens in each state of the running one. */
const table: Partial<Record<ArbitratedPlay, Partial<Record<ArbitratedPlay, Row>>>> = {
  'payment-cure': {
    'payment-cure': afterItself,
    // Payment is never mixed with churn: each runs its own course.
    'save-play': besideEverything,
    'fraud-review': behindWhileOpen,
    campaign: besideEverything,
  },
  'save-play': {
    'payment-cure': besideEverything,
    'save-play': afterItself,
    'fraud-review': behindWhileOpen,
    campaign: pausesWhileOpen,
  },
  'fraud-review': {
    'payment-cure': pausesWhileOpen,
    'save-play': pausesWhileOpen,
    'fraud-review': afterItself,
    campaign: cancelsWhileOpen,
  },
  campaign: {
    'payment-cure': behindWhileOpen,
    'save-play': behindWhileOpen,
    'fraud-review': behindWhileOpen,
    campaign: afterItself,
  },
};

const cases = arbitratedPlays.flatMap((starting) =>
  arbitratedPlays.flatMap((running) => states.map((state) => ({ starting, running, state }))),
);

function treatmentsIn(running: ArbitratedPlay, state: State): readonly ArbitratedTreatment[] {
  const treatment = (fields: Partial<ArbitratedTreatment>) => [
    arbitrated(running, segmentOf[running], fields),
  ];
  switch (state) {
    case 'none':
      return [];
    case 'running':
    case 'paused':
    case 'ending':
      return treatment({ state });
    case 'cooling':
      return treatment({ state: 'closed', closedAt: '2026-03-10T11:00:00.000Z' });
    case 'cooled':
      return treatment({ state: 'closed', closedAt: '2026-01-10T11:00:00.000Z' });
  }
}

function inWords(decision: Decision | undefined): string {
  if (decision?.action !== 'start') return decision?.action ?? 'nothing';
  const how = decision.preempts.map((preempted) => `${preempted.how}s`);
  return how.length > 0 ? `start (${how.join(', ')})` : 'start';
}

describe('every pair of plays', () => {
  it('has an expectation in every state', () => {
    const missing = cases.filter(
      ({ starting, running, state }) => !table[starting]?.[running]?.some(([known]) => known === state),
    );
    expect(missing).toEqual([]);
    expect(cases).toHaveLength(96);
    expect(Object.keys(arbitrationBook().playbooks).sort()).toEqual([...arbitratedPlays].sort());
  });

  it.each(cases)('$starting while $running is $state', ({ starting, running, state }) => {
    const expected = table[starting]?.[running]?.find(([known]) => known === state)?.[1];
    const treatments = treatmentsIn(running, state);
    const input = arbitrationInput(arbitrationBook(), [crossing(segmentOf[starting])], { treatments });
    const decisions = arbitrate(input);
    expect(decisions.map(inWords)).toEqual([expected]);
    expect(decisions[0]).toMatchObject({ playbook: starting, crossingId: input.crossings[0]!.id });
    expect(decisions[0]!.reason).not.toBe('');
    if (expected !== 'start' || treatments.length > 0) explained(decisions[0]!, treatments);
  });
});

/** Whatever was not done is on record with a reason; a treatment that still acts is accounted for. */
function explained(decision: Decision, treatments: readonly ArbitratedTreatment[]): void {
  const open = treatments.some(({ state }) => state === 'running' || state === 'paused');
  const accounted = decision.rejected.length + (decision.action === 'start' ? decision.preempts.length : 0);
  if (decision.action !== 'start' || open) expect(accounted).toBeGreaterThan(0);
}
