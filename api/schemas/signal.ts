import { z } from 'zod';
import {
  addressedTwice,
  callerId,
  contextId,
  identity,
  instant,
  isAddressedOnce,
  plainValue,
} from './instant';

/** What a signal says. */
export const signalFields = z.strictObject({
  id: callerId.meta({ description: 'Your id of this fact: sent again it is a duplicate' }),
  source: callerId.optional().meta({ description: 'Where the id comes from; ids are unique per source' }),
  customer: callerId.optional().meta({ description: 'Your id of the customer' }),
  identity: identity.optional(),
  name: z.string().min(1).max(100).meta({ description: "A signal of the book's catalogue" }),
  value: plainValue,
  data: z.record(z.string(), plainValue).optional(),
  occurredAt: instant,
  context: contextId.optional(),
});

/** A signal as it is sent. */
export const signalBody = signalFields
  .refine(isAddressedOnce, addressedTwice)
  .meta({ id: 'Signal', description: 'A typed, timed fact about a customer' });
export type SignalBody = z.output<typeof signalBody>;

/** How a batch of signals is taken. */
export const intakeQuery = z.strictObject({
  backfill: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Record and evaluate without starting treatments' }),
  asOf: z
    .enum(['now', 'occurredAt'])
    .default('now')
    .meta({ description: 'Evaluate each fact as of now or as of its own time' }),
});
