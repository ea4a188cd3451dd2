import type { Path } from '../../expressions/path';

/** A variable that a Liquid text reads, at its place in the text. */
export interface LiquidRead {
  readonly path: Path;
  /** Of a loop's variable: the list the loop goes over. */
  readonly over?: Path;
  readonly offset: number;
}

/** What a Liquid text reads, or what is wrong with it. */
export type LiquidReading =
  | { readonly reads: readonly LiquidRead[] }
  | { readonly fault: { readonly message: string; readonly offset: number } };

/** Parses a Liquid text; handed in, because the parser is a port's. */
export type ReadLiquid = (source: string) => LiquidReading;
