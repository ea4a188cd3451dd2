import { oneOf, strict, text } from '../../book/schema/fields';

/** A notice inside the product. */
export const bannerSchema = strict({
  template: text.describe('Its text'),
  action: oneOf(['show', 'clear']).default('show').describe('Whether it appears or goes'),
}).describe('A notice inside the product');
