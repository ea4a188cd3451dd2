import type { Decision } from '../domain/arbitration/decision';
import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import { type CustomerFacts, factsAbout, type FactsSnapshot } from '../domain/facts';
import type { Transaction } from '../ports/store/store';
import { insertDecisions, type NewDecision } from '../ports/store/tables/decisions';
import { holdCrossings } from '../ports/store/tables/held-crossings';
import { joinApprovals } from '../ports/store/tables/approvals';
import type { Application } from './application';
import type { CustomerState } from './customer-state';
import { addInboxItem } from './inbox';
import { leaveSegment } from './leave-segment';
import { appendLedgerEntries } from './ledger/append';
import { startTreatment } from './start-treatment';

/** Decisions and all they refer to. */
export interface Decided extends CustomerFacts {
  readonly decisions: readonly Decision[];
  readonly crossings: readonly Crossing[];
  readonly book: CompiledBook;
  readonly state: CustomerState;
  readonly asOf: string;
  /** Set when the storm breaker keeps starts back. */
  readonly held?: string;
}

/** Carries out what was decided and records it; gives the ids of treatments it started or told. */
export async function applyDecisions(tx: Transaction, app: Application, decided: Decided): Promise<string[]> {
  const crossings = new Map(decided.crossings.map((crossing) => [crossing.id, crossing]));
  const rows: NewDecision[] = [];
  const treatments: string[] = [];
  const held: string[] = [];
  for (const decision of decided.decisions) {
    const crossing = crossings.get(decision.crossingId);
    if (!crossing) throw new Error(`a decision names ${decision.crossingId}, which was not arbitrated`);
    // The breaker counts crossings; a hand-over is none, and at once it would not have been held either.
    if (decision.action === 'start' && !decision.handOver && decided.held !== undefined) {
      held.push(crossing.id);
      rows.push(holdRow(decision, decided.held));
      continue;
    }
    const treatmentId = await carryOut(tx, app, { ...decided, decision, crossing });
    if (treatmentId !== undefined) treatments.push(treatmentId);
    rows.push({ ...rowOf(decision), ...(treatmentId !== undefined && { treatmentId }) });
  }
  const at = app.clock.now();
  await insertDecisions(tx, decided.state.key, rows, at);
  if (held.length > 0) await holdCrossings(tx, decided.state.key, held, at);
  await appendLedgerEntries(
    tx,
    app,
    decided.state.key,
    rows.map(({ decision, ...row }) => ({ kind: 'decision' as const, content: { ...decision, ...row } })),
  );
  return treatments;
}

type OneDecided = Decided & { readonly decision: Decision; readonly crossing: Crossing };

async function carryOut(tx: Transaction, app: Application, one: OneDecided): Promise<string | undefined> {
  const { decision, crossing } = one;
  switch (decision.action) {
    case 'start':
      return startTreatment(tx, app, { ...one, decision });
    case 'update':
      await addInboxItem(tx, app, decision.treatmentId, {
        kind: 'crossing',
        crossingId: crossing.id,
        sequence: crossing.sequence,
        summary: `${crossing.direction} ${crossing.segment}`,
        facts: snapshotFor(one, decision.treatmentId),
      });
      await joinApprovals(tx, decision.treatmentId, joinedBy(crossing));
      return decision.treatmentId;
    case 'leave':
      await leaveSegment(tx, app, {
        treatmentId: decision.treatmentId,
        crossing,
        facts: snapshotFor(one, decision.treatmentId),
      });
      return decision.treatmentId;
    case 'defer':
    case 'ignore':
      return undefined;
  }
}

// Whoever decides sees what came after the question was asked.
function joinedBy({ segment, context, reasons, occurredAt }: Crossing) {
  return { at: occurredAt, segment, reasons, ...(context !== undefined && { context }) };
}

function snapshotFor({ state, asOf, ...known }: Decided, treatmentId: string): FactsSnapshot {
  const about = state.treatments.find(({ id }) => id === treatmentId)?.context;
  return { sequence: state.position, asOf, facts: factsAbout(known, about) };
}

function rowOf(decision: Decision): NewDecision {
  const { crossingId, playbook, action } = decision;
  return { crossingId, playbook, action, decision };
}

function holdRow(decision: Decision, why: string): NewDecision {
  return { ...rowOf(decision), action: 'hold', decision: { ...decision, held: why } };
}
