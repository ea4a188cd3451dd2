import { outcomes } from '../../words';
import { oneOf, strict, text } from '../../book/schema/fields';

/** Ends the treatment. */
export const endSchema = strict({
  outcome: oneOf(outcomes).describe('How it has ended'),
  reason: text.optional().describe('Why, in words'),
}).describe('Ends the treatment');
