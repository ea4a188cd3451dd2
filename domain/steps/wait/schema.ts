import { z } from 'zod';
import { duration, expression, isTimeOfDay, strict, text } from '../../book/schema/fields';

/** A wait for time to pass, for a local time of day, for the instant a fact tells, or for an event. */
export const waitSchema = strict({
  for: duration.optional(),
  /** A time of day such as '09:00', or an expression that gives an instant as text: signals.due_at. */
  until: expression
    .refine((text) => isTimeOfDay(text) || !/^\d+:/.test(text), "must be a time of day such as '08:00'")
    .optional(),
  /** So long before the instant. */
  before: duration.optional(),
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
export type WaitBody = z.output<typeof waitSchema>;
