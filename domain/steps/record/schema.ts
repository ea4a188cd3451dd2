import { scalar, strict, text } from '../../book/schema/fields';

/** A fact for the customer's record elsewhere, such as a reason or a CRM field. */
export const recordSchema = strict({ field: text, value: scalar });
