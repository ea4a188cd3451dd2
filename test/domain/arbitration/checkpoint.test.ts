import { arbitrate } from '../../../domain/arbitration/arbitrate';
import type { Decision } from '../../../domain/arbitration/decision';
import type { OnLeave } from '../../../domain/program';
import { arbitrationBook } from '../../support/arbitration-book';
import { arbitrated, arbitrationInput, crossing } from '../../support/arbitrated-customer';

const modes = ['continue', 'cancel', 'grace', 'redirect'] as const satisfies readonly OnLeave['mode'][];

/** What a checkpoint of a save play, started by `matrix-save`, can find. */
const finds = {
  'left its segment': [['exited', 'matrix-save']],
  'left another segment': [['exited', 'churn-news']],
  'entered another of the same matter': [['entered', 'churn-news']],
  'left its segment and entered another of the same matter': [
    ['exited', 'matrix-save'],
    ['entered', 'churn-news'],
  ],
  'left its segment and entered one of another play': [
    ['exited', 'matrix-save'],
    ['entered', 'payment-failed'],
  ],
} as const;

/** Expected by hand: the caller hears that its segment was left, as any treatment does, and is never started or updated. */
const table: Record<keyof typeof finds, Record<(typeof modes)[number], readonly string[]>> = {
  'left its segment': {
    continue: ['leave save-play'],
    cancel: ['leave save-play'],
    grace: ['leave save-play'],
    redirect: ['leave save-play'],
  },
  'left another segment': { continue: [], cancel: [], grace: [], redirect: [] },
  'entered another of the same matter': {
    continue: ['ignore save-play'],
    cancel: ['ignore save-play'],
    grace: ['ignore save-play'],
    redirect: ['ignore save-play'],
  },
  'left its segment and entered another of the same matter': {
    continue: ['leave save-play', 'ignore save-play'],
    // It is ending: what was entered waits behind it, as for any other ending treatment.
    cancel: ['leave save-play', 'defer save-play'],
    grace: ['leave save-play', 'ignore save-play'],
    redirect: ['leave save-play', 'ignore save-play'],
  },
  'left its segment and entered one of another play': {
    continue: ['leave save-play', 'start payment-cure'],
    cancel: ['leave save-play', 'start payment-cure'],
    grace: ['leave save-play', 'start payment-cure'],
    redirect: ['leave save-play', 'start payment-cure'],
  },
};

const cases = Object.keys(finds).flatMap((found) =>
  modes.map((mode) => ({ found: found as keyof typeof finds, mode })),
);

describe('a treatment and what its own checkpoint finds', () => {
  it.each(cases)('$found, with onLeave $mode', ({ found, mode }) => {
    const caller = arbitrated('save-play', 'matrix-save', { onLeave: mode });
    const crossings = finds[found].map(([direction, segment]) => crossing(segment, { direction }));
    const input = arbitrationInput(arbitrationBook(), crossings, {
      treatments: [caller],
      excludeTreatment: caller.id,
    });
    const decisions = arbitrate(input);
    expect(decisions.map(inWords)).toEqual(table[found][mode]);
    const told = decisions.flatMap((decision) => ('treatmentId' in decision ? [decision] : []));
    expect(told.map(({ action, treatmentId }) => [action, treatmentId])).toEqual(
      table[found][mode].filter((words) => words.startsWith('leave')).map(() => ['leave', caller.id]),
    );
  });
});

function inWords({ action, playbook }: Decision): string {
  return `${action} ${playbook}`;
}
