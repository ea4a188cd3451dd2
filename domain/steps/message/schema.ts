import { z } from 'zod';
import { channels, messageClasses } from '../../words';
import { duration, oneOf, strict, text } from '../../book/schema/fields';

/** A message to one of the customer's contacts. */
export const messageSchema = strict({
  template: text,
  channel: oneOf(channels).default('email'),
  class: oneOf(messageClasses).default('transactional'),
  /** Role of the contact it goes to, or several in the order in which they are tried; `customer` is the customer's own address. */
  to: z
    .union([text, z.array(text).min(1, 'must name at least one role')], {
      error: 'must be a role, or a list of roles in the order in which they are tried',
    })
    .default('billing'),
  within: duration.optional(),
  /** A meeting in the recipient's business hours, `lead` after the message at the earliest, as a calendar invitation. */
  invitation: strict({ title: text, lead: duration, duration }).optional(),
});
export type MessageBody = z.output<typeof messageSchema>;
