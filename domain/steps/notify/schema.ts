import { strict, text } from '../../book/schema/fields';

/** A note to staff that asks for nothing. */
export const notifySchema = strict({
  queue: text.describe('Whom it goes to'),
  text: text.describe('What it says'),
}).describe('A note to staff that asks for nothing');
