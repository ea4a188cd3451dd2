import { z } from 'zod';
import { oneOf, strict, text } from '../../book/schema/fields';

/** Charges the customer's open invoices; waits between attempts are the policies', by decline class. */
export const chargeSchema = strict({
  invoices: oneOf(['open']).default('open').describe('Which invoices'),
  schedule: oneOf(['smart']).default('smart').describe('Times of the attempts: by the decline class'),
  attempts: z
    .number()
    .int('must be a whole number')
    .min(1)
    .max(15, 'card networks allow at most 15 attempts in 30 days')
    .default(1)
    .describe('Charges tried in all'),
  wakeOn: z.array(text).optional().describe('Signals that end the wait between two attempts at once'),
}).describe('Charges the customer’s open invoices; waits between attempts are the policies’');
