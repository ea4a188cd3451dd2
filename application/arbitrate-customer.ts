import { arbitrate } from '../domain/arbitration/arbitrate';
import type { HandOver } from '../domain/arbitration/arbitration';
import type { ArbitratedTreatment } from '../domain/arbitration/decision';
import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import type { CustomerFacts } from '../domain/facts';
import type { Transaction } from '../ports/store/store';
import type { TreatmentRow } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { applyDecisions } from './apply-decisions';
import type { CustomerState } from './customer-state';
import { pinnedProgram } from './pinned-program';
import { withoutSendersWords } from './senders-words';
import { stormHolds } from './storm-watch';

/** What is put to arbitration. */
export interface Arbitration extends CustomerFacts {
  readonly state: CustomerState;
  readonly book: CompiledBook;
  readonly asOf: string;
  readonly crossings: readonly Crossing[];
  /** Earlier crossings whose start is looked at again. */
  readonly again?: readonly Crossing[];
  /** Plays handed over to that had to wait. */
  readonly handOvers?: readonly HandOver[];
  readonly excludeTreatment?: string;
}

/** Arbitrates crossings against the customer's treatments and carries the decisions out; gives the treatments touched. */
export async function arbitrateCustomer(
  tx: Transaction,
  app: Application,
  put: Arbitration,
): Promise<string[]> {
  const { state, book, facts, contexts, asOf, crossings, excludeTreatment } = put;
  const deferred = put.again ?? [];
  const handOvers = (put.handOvers ?? []).map((one) => ({
    ...one,
    crossing: withoutSendersWords(one.crossing),
  }));
  if (crossings.length + deferred.length + handOvers.length === 0) return [];
  const treatments: ArbitratedTreatment[] = [];
  for (const row of state.treatments) treatments.push(await asArbitrated(tx, app, row));
  const { salt, globalShare } = book.policies.holdout;
  const decisions = arbitrate({
    book,
    customerKey: state.key,
    crossings: crossings.map(withoutSendersWords),
    deferred: deferred.map(withoutSendersWords),
    handOvers,
    treatments,
    facts,
    contexts,
    asOf,
    salt,
    globalShare,
    ...(excludeTreatment !== undefined && { excludeTreatment }),
  });
  if (decisions.length === 0) return [];
  const starts = decisions.some((decision) => decision.action === 'start' && !decision.handOver);
  const held = starts ? await stormHolds(tx, app, book.policies.stormBreaker) : undefined;
  return applyDecisions(tx, app, {
    decisions,
    crossings: [...handOvers.map(({ crossing }) => crossing), ...crossings, ...deferred],
    book,
    state,
    facts,
    contexts,
    asOf,
    ...(held !== undefined && { held }),
  });
}

async function asArbitrated(
  tx: Transaction,
  app: Application,
  row: TreatmentRow,
): Promise<ArbitratedTreatment> {
  const { id, playbook, state, segment, arm, context, closedAt } = row;
  const about = {
    id,
    playbook,
    state,
    segment,
    arm,
    ...(context !== null && { context }),
    ...(closedAt !== null && { closedAt }),
  };
  if (state === 'closed') return about;
  return { ...about, onLeave: (await pinnedProgram(tx, app, row)).onLeave.mode };
}
