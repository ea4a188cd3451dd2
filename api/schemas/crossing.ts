import { z } from 'zod';
import { tiers } from '../../domain/words';
import { addressedTwice, callerId, contextId, identity, instant, isAddressedOnce, isItem } from './instant';

/** A crossing of an external segment as it is sent. */
export const crossingBody = z
  .strictObject({
    id: callerId.meta({ description: 'Your id of this crossing: sent again it is a duplicate' }),
    source: callerId.optional().meta({ description: 'Where the id comes from; ids are unique per source' }),
    customer: callerId.optional().meta({ description: 'Your id of the customer' }),
    identity: identity.optional(),
    segment: z.string().min(1).max(100).meta({ description: 'A segment whose source is external' }),
    direction: z.enum(['entered', 'exited']),
    occurredAt: instant.optional(),
    sequence: z
      .int()
      .min(0)
      .optional()
      .meta({ description: "The sender's own order; with it or occurredAt a stale crossing is known" }),
    fromTier: z.enum(tiers).optional(),
    toTier: z.enum(tiers).optional(),
    reasons: z.array(z.string().max(500)).max(50).optional(),
    context: contextId.optional(),
  })
  .refine((crossing) => crossing.occurredAt !== undefined || crossing.sequence !== undefined, {
    path: ['occurredAt'],
    message: 'is missing: send occurredAt or sequence, else a stale crossing could not be told',
    when: isItem,
  })
  .refine(isAddressedOnce, addressedTwice)
  .meta({ id: 'Crossing', description: 'A boundary crossed, as a CDP or warehouse saw it' });
export type CrossingBody = z.output<typeof crossingBody>;
