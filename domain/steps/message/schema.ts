import { z } from 'zod';
import { channels, messageClasses } from '../../words';
import { duration, oneOf, strict, text } from '../../book/schema/fields';

/** A message to one of the customer's contacts. */
export const messageSchema = strict({
  template: text.describe('Its text'),
  channel: oneOf(channels).default('email').describe('How it is sent'),
  class: oneOf(messageClasses)
    .default('transactional')
    .describe('Decides which consent, quiet hours and caps apply'),
  to: z
    .union([text, z.array(text).min(1, 'must name at least one role')], {
      error: 'must be a role, or a list of roles in the order in which they are tried',
    })
    .default('billing')
    .describe(
      'Role of the contact it goes to, or several in the order in which they are tried; `customer` is the customer’s own address',
    ),
  within: duration.optional().describe('Later than this it is refused as too late'),
  invitation: strict({
    title: text.describe('Of the meeting'),
    lead: duration.describe('At least so long after the message'),
    duration: duration.describe('How long it takes'),
  })
    .optional()
    .describe('A meeting in the recipient’s business hours, as a calendar invitation'),
}).describe('A message to one of the customer’s contacts');
export type MessageBody = z.output<typeof messageSchema>;
