import { z } from 'zod';
import { duration, expression, part, strict } from '../../book/schema/fields';

/** Steps done again and again. */
export const repeatSchema = strict({
  times: z
    .number({ error: 'must say how many times at most' })
    .int('must be a whole number')
    .min(1)
    .max(1_000)
    .describe('At most so many passes; needed, because a play must end'),
  every: duration.optional().describe('Each pass begins with this wait'),
  until: expression.optional().describe('No further pass once this is true'),
  do: z.array(part('step')).min(1, 'must have at least one step').describe('The steps of a pass'),
}).describe('Steps done again and again');
