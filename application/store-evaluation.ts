import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import type { Membership } from '../domain/segments/segment';
import type { Transaction } from '../ports/store/store';
import { writeEvaluation } from '../ports/store/tables/evaluation-write';
import { adjustHandling } from './adjust-handling';
import type { Application } from './application';
import { dispositionByBreach } from './backfill';
import type { CustomerState } from './customer-state';
import { appendLedgerEntries } from './ledger/append';
import { sameData } from './same-data';

/**
 * Writes what changed since the state was read, the crossings and what they adjust, with their ledger entries; gives
 * the crossings to act on.
 * In a backfill that is none, and time alone makes none of what a backfill began.
 */
export async function storeEvaluation(
  tx: Transaction,
  app: Pick<Application, 'clock' | 'randomBytes'>,
  state: CustomerState,
  found: {
    readonly book: CompiledBook;
    readonly crossings: readonly Crossing[];
    readonly backfill?: boolean;
  },
): Promise<Crossing[]> {
  const at = app.clock.now();
  const crossings = found.crossings.map((crossing) => ({
    crossing,
    disposition: found.backfill ? ('backfill' as const) : dispositionByBreach(state, crossing),
  }));
  await writeEvaluation(tx, {
    customerKey: state.key,
    position: state.position,
    asOf: state.lastAsOf,
    nextEvaluationAt: state.nextEvaluationAt,
    valueAmount: state.valueAmount,
    backfilledFrom: state.backfilledFrom,
    ...changes(state),
    scoreChanges: state.scoreChanges.splice(0),
    crossings,
    at,
  });
  const adjusted = await adjustHandling(tx, state, { book: found.book, at });
  state.stored = { scores: state.scores, memberships: state.memberships };
  if (crossings.length + adjusted.length === 0) return [];
  const crossed = crossings.map(({ crossing, disposition }) => ({
    kind: 'crossing' as const,
    content: { ...crossing, disposition },
  }));
  await appendLedgerEntries(tx, app, state.key, [...crossed, ...adjusted]);
  return crossings.flatMap(({ crossing, disposition }) => (disposition === 'live' ? [crossing] : []));
}

function changes(state: CustomerState) {
  const before = new Map(state.stored.memberships.map((membership) => [placeOf(membership), membership]));
  const now = new Set(state.memberships.map(placeOf));
  return {
    scores: Object.values(state.scores).filter(
      (score) => !sameData(score, state.stored.scores[score.dimension]),
    ),
    memberships: state.memberships.filter(
      (membership) => !sameData(membership, before.get(placeOf(membership))),
    ),
    left: state.stored.memberships
      .filter((membership) => !now.has(placeOf(membership)))
      .map(({ segment, context }) => ({ segment, context: context ?? '' })),
  };
}

function placeOf({ segment, context }: Membership): string {
  return `${segment}\n${context ?? ''}`;
}
