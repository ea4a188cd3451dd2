import type { z } from 'zod';
import { channels, messageClasses } from '../../words';
import { duration, oneOf, strict, text } from '../../book/schema/fields';

/** A message to one of the customer's contacts. */
export const messageSchema = strict({
  template: text,
  channel: oneOf(channels).default('email'),
  class: oneOf(messageClasses).default('transactional'),
  /** Role of the contact it goes to. */
  to: text.default('billing'),
  within: duration.optional(),
});
export type MessageBody = z.output<typeof messageSchema>;
