import { z } from 'zod';
import { duration, oneOf, strict, text } from '../../book/schema/fields';

/** A reversible block: released when its time is over, and with its treatment unless it is kept. */
export const holdSchema = strict({
  what: text.describe('What is blocked'),
  action: oneOf(['place', 'release']).default('place').describe('Whether it is blocked or free again'),
  for: duration.optional().describe('Released by itself so long after it was placed'),
  keep: z
    .boolean()
    .default(false)
    .describe('Outlives the treatment; without an end this needs an approval by two people'),
  of: oneOf(['treatment', 'customer'])
    .default('treatment')
    .describe('Of a release: what the treatment itself holds, or what anybody holds of the customer'),
  approvedBy: text.optional().describe('The approve step whose approval it needs'),
}).describe('A reversible block: released when its time is over, and with its treatment unless it is kept');
export type HoldBody = z.output<typeof holdSchema>;
