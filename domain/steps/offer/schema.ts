import { expression, strict, text } from '../../book/schema/fields';

/** A commercial offer; its amount is computed when it is made. */
export const offerSchema = strict({ offer: text, amount: expression });
