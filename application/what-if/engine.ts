import type { CompiledBook } from '../../domain/compiled-book';

/** How far a what-if is. */
export interface WhatIfProgress {
  readonly done: number;
  readonly customers: number;
}

/** Compares a candidate book with the active one over the stored base; the composition gives one with its threads. */
export interface WhatIfEngine {
  /** Gives the report, which is for people and kept as it is. Throws when the comparison cannot go on. */
  run(
    ask: { readonly candidate: CompiledBook; readonly active: string },
    onProgress: (progress: WhatIfProgress) => void,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Breaks off what still runs. */
  close(): Promise<void>;
}
