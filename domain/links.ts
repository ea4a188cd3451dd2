/** Links a text may carry, by the name that texts use. */
export const linkNames = ['updateCard', 'account'] as const;
export type LinkName = (typeof linkNames)[number];
