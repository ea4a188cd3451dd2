import { z } from 'zod';
import { duration, expression, isTimeOfDay, strict, text } from '../../book/schema/fields';

/** A wait for time to pass, for a local time of day, for the instant a fact tells, or for an event. */
export const waitSchema = strict({
  for: duration.optional().describe('At most so long; with events, the time-out'),
  until: expression
    .refine((text) => isTimeOfDay(text) || !/^\d+:/.test(text), "must be a time of day such as '08:00'")
    .optional()
    .describe(
      'A time of the recipient’s day such as 09:00, or an expression that gives an instant as text: signals.due_at',
    ),
  before: duration.optional().describe('So long before the instant'),
  event: text.optional().describe('A signal that ends it'),
  events: z.array(text).optional().describe('Signals of which each ends it'),
  where: expression.optional().describe('Which facts of them count'),
})
  .refine(
    (body) =>
      body.for !== undefined ||
      body.until !== undefined ||
      body.event !== undefined ||
      body.events !== undefined,
    {
      message: 'must say for how long, until when, or for which event',
    },
  )
  .describe(
    'A wait for time to pass, for a local time of day, for the instant a fact tells, or for an event',
  );
export type WaitBody = z.output<typeof waitSchema>;
