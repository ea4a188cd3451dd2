import { z } from 'zod';
import { dimensions, outcomes } from '../../words';
import { duration, expression, kebabId, oneOf, plainName, scalar, strict, text } from './fields';

/** The classes of plays that others may pre-empt or defer to by name. */
export const playClasses = ['marketing', 'service', 'payment', 'fraud'] as const;

/** playbooks/*.yaml; steps are parsed one by one, so that a fault in one hides none in another. */
export const playbookSchema = strict({
  playbook: kebabId,
  title: text,
  dimension: oneOf(dimensions),
  class: oneOf(playClasses).optional(),
  per: oneOf(['customer', 'context']).default('customer'),
  priority: z.number().int().min(0).max(100).default(50),
  preempts: z.array(strict({ play: text, how: oneOf(['pause', 'cancel']).default('pause') })).default([]),
  defersTo: z.array(text).default([]),
  coolDown: duration.default(30 * 86_400_000),
  holdout: z.number().min(0).max(0.5).default(0),
  baseline: z.array(z.unknown()).default([]),
  observe: duration.default(7 * 86_400_000),
  goal: expression.optional(),
  exits: z.array(strict({ id: plainName, when: expression, outcome: oneOf(outcomes) })).default([]),
  outcomes: strict({ goal: oneOf(outcomes).optional() }).default({}),
  onLeave: z
    .union([oneOf(['continue', 'cancel']), strict({ redirect: text }), strict({ grace: duration })], {
      error: 'must be continue, cancel, { redirect: <step id> } or { grace: <duration> }',
    })
    .default('cancel'),
  maximumDuration: duration,
  measure: strict({ when: expression, at: duration }).optional(),
  parameters: z.record(z.string(), scalar).default({}),
  steps: z.array(z.unknown()).min(1, 'must have at least one step'),
});
export type PlaybookSource = z.output<typeof playbookSchema>;
