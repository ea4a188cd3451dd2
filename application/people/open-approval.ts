import type { CompiledBook } from '../../domain/compiled-book';
import type { FactsSnapshot } from '../../domain/facts';
import { askId } from '../../domain/ids';
import type { Dimension, Tier } from '../../domain/words';
import type { Transaction } from '../../ports/store/store';
import { findApproval, insertApproval, type ApprovalRow } from '../../ports/store/tables/approvals';
import { lastCheckpoints } from '../../ports/store/tables/checkpoints';
import { readTreatment, type TreatmentRow } from '../../ports/store/tables/treatments';
import type { Application, Refusal } from '../application';
import { factsSnapshot } from '../facts';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';
import { scoreMoves } from '../score-history';
import { closeByCohort, joinCohort, type CohortAsk } from './cohort-decisions';

// Two months of weekly checkpoints.
const checkpointsShown = 8;

/** A decision to ask for. */
export interface ApprovalAsk {
  readonly treatmentId: string;
  readonly customerKey: string;
  readonly step: string;
  readonly path: string;
  readonly policy: string;
  readonly title: string;
  readonly remindMs?: number;
  readonly expireMs?: number;
  /** Dotted paths of the facts to put before the approver, e.g. 'scores.churn.points'. */
  readonly evidence: readonly string[];
  /** One decision for all customers of a cohort. */
  readonly cohort?: CohortAsk;
  readonly draft?: { readonly template: string; readonly subject: string; readonly text: string };
}

/** An open (or earlier opened) approval with its instants. */
export type OpenApprovalAnswer =
  | {
      readonly ok: true;
      readonly approval: ApprovalRow;
      readonly remindAt: string;
      /** Who may decide. */
      readonly roles: readonly string[];
      /** The decision of its cohort stands: nobody is asked. */
      readonly decided?: true;
    }
  | Refusal;

/** Asks for a decision, once per step and path. */
export async function openApproval(
  tx: Transaction,
  app: Application,
  asked: ApprovalAsk,
): Promise<OpenApprovalAnswer> {
  const customer = await lockCustomer(tx, asked.customerKey);
  const ask = { ...asked, customerKey: customer.key };
  const id = askId('approval', ask.treatmentId, ask.step, ask.path);
  const policy = (await app.books.active(tx)).policies.approvals[ask.policy];
  if (!policy) {
    const message = `policies.yaml has no approval policy "${ask.policy}"; publish a book that has it`;
    return { ok: false, code: 'unknownPolicy', message, field: 'policy' };
  }
  const remindMs = ask.remindMs ?? policy.remindAfterMs;
  const { roles } = policy;
  const stored = await findApproval(tx, id);
  if (stored) return opened(stored, later(stored.requestedAt, remindMs), roles);
  const treatment = await readTreatment(tx, ask.treatmentId);
  const over = treatment && endOf(treatment);
  if (!treatment || over)
    return {
      ok: false,
      code: over ?? 'closed',
      message: `treatment ${ask.treatmentId} is ending: nothing is asked any more`,
    };
  const question = ask.cohort && (await joinCohort(tx, app, ask.policy, ask.cohort));
  const approval = await draftRow(tx, app, {
    ask,
    cohortDecision: question?.id ?? null,
    id,
    treatment,
    remindMs,
    expireMs: ask.expireMs ?? policy.expireAfterMs,
    approvers: policy.approvers ?? 1,
  });
  await insertApproval(tx, approval);
  const { step, path, policy: policyName, dueAt, expiresAt, factsSequence } = approval;
  await appendLedger(tx, app, ask.customerKey, {
    kind: 'approval',
    content: {
      approvalId: id,
      treatmentId: ask.treatmentId,
      state: 'open',
      step,
      path,
      policy: policyName,
      dueAt,
      expiresAt,
      factsSequence,
      ...(question && { cohortDecision: question.id }),
    },
  });
  return opened((await closeByCohort(tx, app, approval)) ?? approval, dueAt, roles);
}

function opened(approval: ApprovalRow, remindAt: string, roles: readonly string[]): OpenApprovalAnswer {
  const decided = approval.via === 'cohort' && { decided: true as const };
  return { ok: true, approval, remindAt, roles, ...decided };
}

const endCodes: Readonly<Record<string, string>> = { stop: 'stopped', goal: 'goalReached', exit: 'exited' };

function endOf({ terminalKind, state }: TreatmentRow): string | undefined {
  if (terminalKind !== null) return endCodes[terminalKind] ?? 'exited';
  return state === 'closed' ? 'closed' : undefined;
}

interface Draft {
  readonly ask: ApprovalAsk;
  readonly cohortDecision: string | null;
  readonly id: string;
  readonly treatment: TreatmentRow;
  readonly remindMs: number;
  readonly expireMs: number;
  readonly approvers: number;
}

async function draftRow(
  tx: Transaction,
  app: Application,
  { ask, cohortDecision, id, treatment, remindMs, expireMs, approvers }: Draft,
): Promise<ApprovalRow> {
  const now = app.clock.now();
  const snapshot = await factsSnapshot(tx, app, treatment.customerKey, treatment);
  const dimension = await dimensionOf(tx, app, treatment);
  return {
    id,
    customerKey: ask.customerKey,
    treatmentId: ask.treatmentId,
    step: ask.step,
    path: ask.path,
    policy: ask.policy,
    title: ask.title,
    state: 'open',
    requestedAt: now,
    dueAt: later(now, Math.min(remindMs, expireMs)),
    expiresAt: later(now, expireMs),
    remindedAt: null,
    factsSequence: snapshot.sequence,
    factsTier: tierIn(snapshot, dimension),
    evidence: {
      ...evidenceOf(ask.evidence, shown(snapshot, await app.books.active(tx)), treatment),
      ...(ask.cohort && { cohort: ask.cohort.name }),
      history: await lastCheckpoints(tx, treatment.id, checkpointsShown),
      scoreHistory: await scoreMoves(tx, treatment, dimension),
    },
    draftTemplate: ask.draft?.template ?? null,
    draftSubject: ask.draft?.subject ?? null,
    draftText: ask.draft?.text ?? null,
    finalSubject: null,
    finalText: null,
    decidedBy: null,
    decidedRole: null,
    decidedAt: null,
    comment: null,
    via: null,
    approvers,
    votes: [],
    cohortDecision,
  };
}

/** Tier of the treatment's own dimension in a snapshot; a customer without that score is low. */
export async function tierOf(
  tx: Transaction,
  app: Application,
  treatment: Pick<TreatmentRow, 'bookHash' | 'playbook'>,
  snapshot: FactsSnapshot,
): Promise<Tier> {
  return tierIn(snapshot, await dimensionOf(tx, app, treatment));
}

async function dimensionOf(
  tx: Transaction,
  app: Application,
  { bookHash, playbook }: Pick<TreatmentRow, 'bookHash' | 'playbook'>,
): Promise<Dimension | undefined> {
  return (await app.books.byHash(tx, bookHash)).playbooks[playbook]?.dimension;
}

function tierIn({ facts }: FactsSnapshot, dimension: Dimension | undefined): Tier {
  return (dimension && facts.scores[dimension]?.tier) ?? 'low';
}

/** What may vary words only is not put before whoever decides what the customer gets. */
function shown(snapshot: FactsSnapshot, { signals }: CompiledBook): FactsSnapshot {
  const known = Object.entries(snapshot.facts.signals).filter(
    ([name]) => signals[name]?.use.some((use) => use !== 'content') ?? true,
  );
  return { ...snapshot, facts: { ...snapshot.facts, signals: Object.fromEntries(known) } };
}

function evidenceOf(
  paths: readonly string[],
  { facts, asOf }: FactsSnapshot,
  treatment: TreatmentRow,
): ApprovalRow['evidence'] {
  const { scores, value, segments, invoices, economics } = facts;
  const asked = Object.fromEntries(paths.map((path) => [path, at(facts, path)]));
  const start = { points: treatment.startPoints, tier: treatment.startTier, at: treatment.startedAt };
  return { asOf, start, scores, value, segments, invoices, ...(economics && { economics }), asked };
}

function at(facts: object, path: string): unknown {
  return (
    path.split('.').reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), facts) ?? null
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function later(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}
