import { z } from 'zod';
import { duration, expression, part, text } from './fields';

/** What every step may say beside its kind. */
export const stepBaseSchema = z.object({
  id: z
    .string({ error: 'must be a text' })
    .regex(
      /^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$/,
      'must begin with a small letter and hold letters, digits and single hyphens',
    )
    .optional()
    .describe('Its name, unique in the playbook; expressions read step.<id>'),
  when: expression.optional().describe('The step is left out when this is false at the moment it is reached'),
  timeout: duration.optional().describe('How long it may take, where it waits for somebody'),
  onTimeout: z
    .array(part('step'), { error: 'must be a list of steps' })
    .optional()
    .describe('What is done when it took longer'),
  summary: text.optional().describe('What people read of it, in simulations and in the Temporal UI'),
});
export type StepBase = z.output<typeof stepBaseSchema>;
