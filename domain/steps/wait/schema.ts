import { z } from 'zod';
import { duration, expression, strict, text, timeOfDay } from '../../book/schema/fields';

/** A wait for time to pass, for a local time of day, or for an event. */
export const waitSchema = strict({
  for: duration.optional(),
  until: timeOfDay.optional(),
  event: text.optional(),
  events: z.array(text).optional(),
  where: expression.optional(),
}).refine(
  (body) =>
    body.for !== undefined ||
    body.until !== undefined ||
    body.event !== undefined ||
    body.events !== undefined,
  {
    message: 'must say for how long, until when, or for which event',
  },
);
