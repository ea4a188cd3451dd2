import type { Path } from '../../expressions/path';

/** A variable that a Liquid text reads from outside, at its place in the text. */
export interface LiquidRead {
  readonly path: Path;
  readonly offset: number;
}

/** What a Liquid text reads, or what is wrong with it. */
export type LiquidReading =
  | { readonly reads: readonly LiquidRead[] }
  | { readonly fault: { readonly message: string; readonly offset: number } };

/** Parses a Liquid text; handed in, because the parser is a port's. */
export type ReadLiquid = (source: string) => LiquidReading;
