import { z } from 'zod';
import { dimensions, outcomes } from '../../words';
import { duration, expression, kebabId, oneOf, part, plainName, scalar, strict, text } from './fields';

/** The classes of plays that others may pre-empt or defer to by name. */
export const playClasses = ['marketing', 'service', 'payment', 'fraud'] as const;

const preempts = z.array(
  strict({
    play: text.describe('A playbook, a class of plays, or * for all others'),
    how: oneOf(['pause', 'cancel'])
      .default('pause')
      .describe('Whether the other goes on afterwards or is over'),
  }),
);

/** playbooks/*.yaml; steps are parsed one by one, so that a fault in one hides none in another. */
export const playbookSchema = strict({
  playbook: kebabId.describe('Its name; the workflow type is the camelCase form of it'),
  title: text.describe('What people call it'),
  dimension: oneOf(dimensions).describe(
    'The score it is about; two plays of one dimension never run at once',
  ),
  class: oneOf(playClasses).optional().describe('What others may pre-empt or defer to by one word'),
  per: oneOf(['customer', 'context'])
    .default('customer')
    .describe('One treatment at a time per customer, or one per context such as a complaint'),
  priority: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(50)
    .describe('Of several plays of one class that a customer is due, the highest starts first'),
  expectedValue: expression
    .optional()
    .describe(
      'What starting it is worth for this customer: breaks ties between plays of one class and priority',
    ),
  preempts: preempts.default([]).describe('Open treatments that its start stops'),
  defersTo: z.array(text).default([]).describe('Playbooks or classes it waits for while they are open'),
  coolDown: duration
    .default(30 * 86_400_000)
    .describe('How long after its end it does not start again for the same customer'),
  holdout: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('Share of its customers that are held out to measure against; 0 = never'),
  baseline: z.array(part('step')).default([]).describe('Steps that held-out customers get all the same'),
  observe: duration.default(7 * 86_400_000).describe('How often held-out customers are looked at'),
  goal: expression.optional().describe('Ends the treatment well as soon as it is true'),
  exits: z
    .array(
      strict({
        id: plainName.describe('Shown as the reason of the end'),
        when: expression.describe('Ends the treatment as soon as it is true'),
        outcome: oneOf(outcomes).describe('How it has ended then'),
      }),
    )
    .default([])
    .describe('Other conditions that end the treatment at any moment'),
  outcomes: strict({ goal: oneOf(outcomes).optional().describe('How it has ended when the goal is reached') })
    .default({})
    .describe('Names of ends'),
  onLeave: z
    .union(
      [
        oneOf(['continue', 'cancel']),
        strict({ redirect: text.describe('The step that follows') }),
        strict({ grace: duration.describe('How long it still goes on') }),
      ],
      { error: 'must be continue, cancel, { redirect: <step id> } or { grace: <duration> }' },
    )
    .default('cancel')
    .describe('What happens when the customer leaves the segment that started it'),
  maximumDuration: duration.describe('The longest it may run; every path must end within it'),
  measure: strict({
    when: expression.describe('What counts as success, for both arms'),
    at: duration.describe('How long after the start it is looked at'),
  })
    .optional()
    .describe('What is compared with the holdout'),
  parameters: z
    .record(z.string(), scalar)
    .default({})
    .describe('Values that a segment’s `with` may set, with what they are otherwise'),
  steps: z.array(part('step')).min(1, 'must have at least one step').describe('What is done, in order'),
});
export type PlaybookSource = z.output<typeof playbookSchema>;
