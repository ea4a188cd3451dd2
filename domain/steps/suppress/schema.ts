import { channels, messageClasses } from '../../words';
import { oneOf, strict, text } from '../../book/schema/fields';

/** No more messages of a class on a channel. */
export const suppressSchema = strict({
  channel: oneOf([...channels, 'all'] as const)
    .default('all')
    .describe('On which channel'),
  class: oneOf(messageClasses).default('marketing').describe('Of which class'),
  reason: text.describe('Why'),
}).describe('No more messages of a class on a channel');
