import { treatsNobody } from '../domain/backfilled';
import type { Crossing } from '../domain/crossing';
import type { CrossingDisposition } from '../ports/store/tables/evaluation-write';
import { type CustomerState, openTreatments } from './customer-state';

// Before any fact: nothing live is known of the customer.
const beginning = '1900-01-01T00:00:00.000Z';

/** When a backfill begins for a customer: just after the last evaluation, so that what was live before stays live. */
export function backfillBegins(lastAsOf: string | undefined): string {
  return lastAsOf === undefined ? beginning : new Date(Date.parse(lastAsOf) + 1).toISOString();
}

/** What became of a boundary that time alone crossed: what began in backfilled facts treats nobody. */
export function dispositionByBreach(
  state: Pick<CustomerState, 'backfilledFrom' | 'treatments'>,
  crossing: Crossing,
): CrossingDisposition {
  const { backfilledFrom } = state;
  const known = { ...(backfilledFrom !== undefined && { backfilledFrom }), open: openTreatments(state) };
  return treatsNobody(known, crossing) ? 'backfill' : 'live';
}
