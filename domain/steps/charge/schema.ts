import { z } from 'zod';
import { oneOf, strict, text } from '../../book/schema/fields';

/** Charges the customer's open invoices; waits between attempts are the policies', by decline class. */
export const chargeSchema = strict({
  invoices: oneOf(['open']).default('open'),
  schedule: oneOf(['smart']).default('smart'),
  attempts: z
    .number()
    .int('must be a whole number')
    .min(1)
    .max(15, 'card networks allow at most 15 attempts in 30 days')
    .default(1),
  /** Signals that end the wait between two attempts at once. */
  wakeOn: z.array(text).optional(),
});
