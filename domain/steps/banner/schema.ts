import { oneOf, strict, text } from '../../book/schema/fields';

/** A notice inside the product. */
export const bannerSchema = strict({ template: text, action: oneOf(['show', 'clear']).default('show') });
