import { whySentence } from '../../application/why-sentence';
import type { Crossing } from '../../domain/crossing';
import { compiledBook, playbookDefinition, rawSignal, segmentDefinition } from '../support/book-builder';

const book = compiledBook({
  signals: [rawSignal('access_problem', { type: 'string' })],
  segments: [
    segmentDefinition('locked-out', {
      title: 'Cannot get in',
      entry: "signals.access_problem != ''",
      treat: [{ play: 'rescue', with: {} }],
    }),
  ],
  playbooks: [playbookDefinition('rescue')],
});

function crossing(reasons: readonly string[], more: Partial<Crossing> = {}): Crossing {
  return { segment: 'locked-out', reasons, origin: 'evaluated', ...more } as Crossing;
}

it.each([
  [["Cannot get in: signals.access_problem != ''"], 'Entered “Cannot get in”: access problem is known.'],
  [['The card was declined', 'Usage fell'], 'Entered “Cannot get in”: The card was declined; Usage fell.'],
  [[], 'Entered “Cannot get in”.'],
])('%j is told as %s', (reasons, sentence) => {
  expect(whySentence(book, crossing(reasons))).toBe(sentence);
});

it('says how the risk moved', () => {
  const moved = { fromTier: 'low', toTier: 'high' } as const;
  expect(whySentence(book, crossing(['Usage fell'], moved))).toBe(
    'Entered “Cannot get in” (risk low → high): Usage fell.',
  );
});
