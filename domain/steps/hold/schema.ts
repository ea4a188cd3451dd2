import { oneOf, strict, text } from '../../book/schema/fields';

/** A reversible block. */
export const holdSchema = strict({ what: text, action: oneOf(['place', 'release']).default('place') });
