import type { SourceSet } from './source-set';

/** A signal that a criterion reads: its sources count only while it is there. */
export interface ReadSignal {
  readonly name: string;
  readonly sources: SourceSet;
}
