import fc from 'fast-check';
import type { CompiledBook } from '../../domain/compiled-book';
import type { Crossing } from '../../domain/crossing';
import type { Evaluate } from './evaluated-customer';

/** What a property is tried on: the real thing, or a mutant with one behaviour broken. */
export interface World {
  readonly evaluate: Evaluate;
  readonly book: CompiledBook;
}

/** A promise about evaluation: throws where it is broken, returns the crossings it saw. */
export interface Promised<Sample> {
  readonly samples: fc.Arbitrary<Sample>;
  readonly check: (world: World, sample: Sample) => readonly Crossing[];
}

/** Tries a promise on many samples; a promise kept by customers to whom nothing happens is worth nothing, so crossings are counted. */
export function tryOn<Sample>(
  world: World,
  promised: Promised<Sample>,
  numRuns = 1_000,
): {
  readonly failed: boolean;
  readonly report: string;
  readonly runs: number;
  readonly crossingShare: number;
} {
  let runs = 0;
  let withCrossing = 0;
  const property = fc.property(promised.samples, (sample) => {
    runs += 1;
    if (promised.check(world, sample).length > 0) withCrossing += 1;
  });
  const details = fc.check(property, { numRuns });
  return {
    failed: details.failed,
    report: details.failed ? (fc.defaultReportMessage(details) ?? 'failed') : '',
    runs,
    crossingShare: withCrossing / runs,
  };
}
