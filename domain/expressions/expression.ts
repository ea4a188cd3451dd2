/** The source text of a CEL expression that was type-checked when the book was loaded. */
export type Expression = string;
