import type { Crossing } from './crossing';

/** What is known of a customer whose facts came by backfill. */
export interface Backfilled {
  /** From when on only backfilled facts are known; absent = live. */
  readonly backfilledFrom?: string;
  /** Treatments that have not closed. */
  readonly open: readonly { readonly segment: string; readonly context: string | null }[];
}

/** Whether a boundary that time alone crossed is only recorded: what began in backfilled facts treats nobody. */
export function treatsNobody({ backfilledFrom, open }: Backfilled, crossing: Crossing): boolean {
  if (backfilledFrom === undefined || crossing.breachedAt < backfilledFrom) return false;
  // A running treatment hears that its customer has left, whatever was recorded beside it.
  const concerns = open.some(
    ({ segment, context }) => segment === crossing.segment && context === (crossing.context ?? null),
  );
  return !(crossing.direction === 'exited' && concerns);
}
