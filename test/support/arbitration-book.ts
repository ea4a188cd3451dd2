import type { CompiledBook } from '../../domain/compiled-book';
import { compiledBook, playbookDefinition, segmentDefinition } from './book-builder';

const day = 86_400_000;

/** The playbooks whose every pair is arbitrated in the table. */
export const arbitratedPlays = ['payment-cure', 'save-play', 'fraud-review', 'campaign'] as const;
export type ArbitratedPlay = (typeof arbitratedPlays)[number];

/** The segment that starts each play in the test book. */
export const segmentOf: Readonly<Record<ArbitratedPlay, string>> = {
  'payment-cure': 'payment-failed',
  'save-play': 'matrix-save',
  'fraud-review': 'fraud-suspected',
  campaign: 'expansion-ready',
};

/** The two shipped plays with a fraud and a marketing play beside them; nobody is held out. */
export function arbitrationBook(): CompiledBook {
  const treat = (play: ArbitratedPlay) => ({ treat: [{ play, with: {} }] });
  return compiledBook({
    segments: [
      segmentDefinition('payment-failed', { dimension: 'payment', ...treat('payment-cure') }),
      segmentDefinition('matrix-save', { dimension: 'churn', ...treat('save-play') }),
      segmentDefinition('churn-news', { dimension: 'churn', ...treat('save-play') }),
      segmentDefinition('fraud-suspected', { dimension: 'fraud', ...treat('fraud-review') }),
      segmentDefinition('expansion-ready', { dimension: 'expansion', ...treat('campaign') }),
      segmentDefinition('frequency-only', { changes: { contactFrequency: 'low' } }),
      segmentDefinition('by-value', {
        treat: [
          { when: "value.tier == 'high'", play: 'save-play', with: { owner: 'executive' } },
          { when: "value.tier == 'medium'", play: 'campaign', with: {} },
        ],
      }),
    ],
    playbooks: [
      playbookDefinition('payment-cure', {
        dimension: 'payment',
        class: 'payment',
        priority: 80,
        coolDownMs: day,
      }),
      playbookDefinition('save-play', {
        dimension: 'churn',
        priority: 60,
        coolDownMs: 30 * day,
        preempts: [{ play: 'marketing', how: 'pause' }],
      }),
      playbookDefinition('fraud-review', {
        dimension: 'fraud',
        class: 'fraud',
        priority: 100,
        per: 'context',
        preempts: [
          { play: '*', how: 'pause' },
          { play: 'campaign', how: 'cancel' },
        ],
        coolDownMs: day,
      }),
      playbookDefinition('campaign', {
        dimension: 'expansion',
        class: 'marketing',
        priority: 10,
        defersTo: ['save-play'],
        coolDownMs: 30 * day,
      }),
    ],
  });
}
