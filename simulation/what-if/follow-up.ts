import { endOf } from '../../domain/accepted-end';
import { arbitrate } from '../../domain/arbitration/arbitrate';
import type { ArbitratedTreatment, Decision } from '../../domain/arbitration/decision';
import { treatsNobody } from '../../domain/backfilled';
import type { CompiledBook } from '../../domain/compiled-book';
import { contextFacts } from '../../domain/context';
import type { Crossing } from '../../domain/crossing';
import { treatmentScope } from '../../domain/facts';
import type { Program } from '../../domain/program';
import type { Comparison } from './comparison';
import type { Stand } from './stand-under';
import type { StoredCustomer, StoredTreatment } from './stored-customer';

/** A treatment that would start. */
export interface Start {
  readonly playbook: string;
  readonly arm: 'treatment' | 'holdout';
  readonly with: Readonly<Record<string, string | number | boolean>>;
}

/** What happens to a treatment that runs. */
export interface Stop {
  readonly treatmentId: string;
  readonly playbook: string;
  readonly how: 'ends' | 'pauses' | 'isTold';
  readonly why: string;
}

/** What one book would do about where a customer stands. */
export interface FollowUp {
  readonly starts: readonly Start[];
  /** Plays that would wait for another to end. */
  readonly deferred: readonly string[];
  readonly stops: readonly Stop[];
}

const dayMs = 86_400_000;

/** Goals and exits first, then arbitration of all that was crossed, as in earnest. */
export function followUp(
  book: CompiledBook,
  customer: StoredCustomer,
  stand: Stand,
  comparison: Comparison,
): FollowUp {
  const ended = customer.treatments.flatMap((one) => endUnder(one, stand, comparison));
  const over = new Set(ended.map(({ treatmentId }) => treatmentId));
  const crossings = stand.crossings.filter((crossing) => !isRecordedOnly(customer, crossing));
  if (crossings.length === 0) return { starts: [], deferred: [], stops: ended };
  const { salt, globalShare } = book.policies.holdout;
  const treatments = customer.treatments.map((one) => asArbitrated(one, over, comparison));
  const decisions = arbitrate({
    book,
    customerKey: customer.key,
    crossings,
    deferred: [],
    treatments,
    facts: stand.result.facts,
    asOf: comparison.asOf,
    salt,
    globalShare,
  });
  const byId = new Map(treatments.map((one) => [one.id, one]));
  return {
    starts: decisions.flatMap((decision) =>
      decision.action === 'start'
        ? [{ playbook: decision.playbook, arm: decision.arm.arm, with: decision.with }]
        : [],
    ),
    deferred: decisions.flatMap(({ action, playbook }) => (action === 'defer' ? [playbook] : [])),
    stops: [...ended, ...decisions.flatMap((decision) => stopsOf(decision, byId))],
  };
}

function endUnder(treatment: StoredTreatment, { result }: Stand, comparison: Comparison): Stop[] {
  const program = wanted(treatment) ? programOf(treatment, comparison) : undefined;
  if (!program) return [];
  const { id, playbook, arm, startTier, startPoints, startedAt, context } = treatment;
  const days = Math.max(0, (Date.parse(comparison.asOf) - Date.parse(startedAt)) / dayMs);
  const facts = { ...result.facts, context: contextFacts(context) };
  const scope = treatmentScope(facts, { id, playbook, arm, days, startTier, startPoints }, {}, undefined);
  const end = endOf(program, scope);
  return end ? [{ treatmentId: id, playbook, how: 'ends', why: end.reason }] : [];
}

function stopsOf(decision: Decision, treatments: ReadonlyMap<string, ArbitratedTreatment>): Stop[] {
  const stop = (treatmentId: string, how: Stop['how'], why: string): Stop[] => {
    const playbook = treatments.get(treatmentId)?.playbook;
    return playbook === undefined ? [] : [{ treatmentId, playbook, how, why }];
  };
  if (decision.action === 'leave') {
    const mode = treatments.get(decision.treatmentId)?.onLeave;
    if (mode === 'continue') return [];
    return stop(decision.treatmentId, mode === 'cancel' ? 'ends' : 'isTold', decision.reason);
  }
  if (decision.action !== 'start') return [];
  return decision.preempts.flatMap(({ treatmentId, how }) =>
    stop(treatmentId, how === 'cancel' ? 'ends' : 'pauses', `${decision.playbook} comes first`),
  );
}

function asArbitrated(
  treatment: StoredTreatment,
  over: ReadonlySet<string>,
  comparison: Comparison,
): ArbitratedTreatment {
  const { id, playbook, state, segment, arm, context, closedAt } = treatment;
  const onLeave = programOf(treatment, comparison)?.onLeave.mode;
  return {
    id,
    playbook,
    state: over.has(id) ? 'ending' : state,
    segment,
    arm,
    ...(context !== null && { context }),
    ...(closedAt !== null && { closedAt }),
    ...(onLeave !== undefined && { onLeave }),
  };
}

function programOf(
  { bookHash, playbook, arm }: StoredTreatment,
  comparison: Comparison,
): Program | undefined {
  const { active, pinned } = comparison;
  const found = (bookHash === active.hash ? active : pinned[bookHash])?.playbooks[playbook];
  return arm === 'holdout' ? found?.observer : found?.program;
}

function wanted({ state }: StoredTreatment): boolean {
  return state === 'running' || state === 'paused';
}

function isRecordedOnly({ backfilledFrom, treatments }: StoredCustomer, crossing: Crossing): boolean {
  const open = treatments.filter(({ state }) => state !== 'closed');
  return treatsNobody({ ...(backfilledFrom !== null && { backfilledFrom }), open }, crossing);
}
