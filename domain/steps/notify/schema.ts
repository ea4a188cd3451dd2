import { strict, text } from '../../book/schema/fields';

/** A note to staff that asks for nothing. */
export const notifySchema = strict({ queue: text, text });
