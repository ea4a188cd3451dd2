import { z } from 'zod';
import { duration, expression, strict } from '../../book/schema/fields';

/** Steps done again and again. */
export const repeatSchema = strict({
  /** At most so many passes; needed, because a play must end. */
  times: z
    .number({ error: 'must say how many times at most' })
    .int('must be a whole number')
    .min(1)
    .max(1_000),
  /** Each pass begins with this wait. */
  every: duration.optional(),
  until: expression.optional(),
  do: z.array(z.unknown()).min(1, 'must have at least one step'),
});
