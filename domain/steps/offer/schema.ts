import { expression, strict, text } from '../../book/schema/fields';

/** A commercial offer; its amount is computed when it is made. */
export const offerSchema = strict({
  offer: text.describe('Its name'),
  amount: expression.describe('In major units, computed when it is made'),
  budget: text.optional().describe('A budget of the policies that it is taken from'),
}).describe('A commercial offer');
