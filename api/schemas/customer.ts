import { IANAZone } from 'luxon';
import { z } from 'zod';
import { channels, messageClasses } from '../../domain/words';
import { callerId, identity, plainValue } from './instant';

/** An IANA time zone. */
export const zone = z
  .string()
  .refine((name) => IANAZone.isValidZone(name), { message: 'must be an IANA zone such as Europe/Berlin' });

/** What is known of a customer; what is left out stays as it is. */
export const customerBody = z.strictObject({
  attributes: z.record(z.string().min(1).max(100), plainValue).optional(),
  zone: zone.optional(),
  identities: z
    .array(identity)
    .max(50)
    .optional()
    .meta({ description: 'Ids of the same customer elsewhere; each belongs to one customer alone' }),
  contacts: z
    .array(
      z.strictObject({
        id: callerId,
        role: z
          .string()
          .min(1)
          .max(50)
          .meta({ description: 'champion, sponsor, billing, user, …; customer = the customer itself' }),
        name: z.string().max(200).optional(),
        email: z.email({ error: 'must be an e-mail address' }).max(320).optional(),
        phone: z
          .string()
          .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164 form, such as +4930123456')
          .optional(),
        zone: zone.optional(),
      }),
    )
    .max(100)
    .optional(),
  consents: z
    .array(
      z.strictObject({
        channel: z.enum(channels),
        class: z.enum(messageClasses),
        granted: z.boolean(),
        source: z.string().min(1).max(100).default('api'),
      }),
    )
    .max(50)
    .optional(),
});

/** Which customer a path names. */
export const customerPath = z.strictObject({
  id: callerId.meta({ description: 'Your id of the customer, or its key' }),
});
