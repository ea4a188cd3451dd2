import { outcomes } from '../../words';
import { oneOf, strict, text } from '../../book/schema/fields';

/** Ends the treatment. */
export const endSchema = strict({ outcome: oneOf(outcomes), reason: text.optional() });
