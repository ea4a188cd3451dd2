import type { CompiledBook } from '../../domain/compiled-book';
import type {
  AcceptedEnd,
  BudgetState,
  ChargeHistory,
  GateContext,
  Recipient,
} from '../../domain/gate/gate-context';
import { actionLimits } from '../../domain/gate/action-limits';
import { handledAs, longestPeriodMs } from '../../domain/gate/handled';
import { isBaseline, needsApproval, rolesOf } from '../../domain/gate/static-rules';
import { adjustableOf } from '../../domain/handling/handling-of';
import { segmentsById } from '../../domain/segments/by-id';
import type { EffectSpec } from '../../domain/program';
import type { Transaction } from '../../ports/store/store';
import {
  readGateFacts,
  type GateApproval,
  type GateContact,
  type GateFacts,
} from '../../ports/store/tables/gate-facts';
import type { Application } from '../application';
import { budgetFor, type BudgetMonth } from './budget-month';
import { chargeHistoryOf, type ChargeRecord } from './charge-history';
import { requestKeyOf, type EffectAsk } from './effect-ask';

/** A verdict's context with what the effect itself then needs. */
export interface ReadContext {
  readonly context: GateContext;
  readonly facts: GateFacts;
  readonly pinned: CompiledBook;
  readonly contact?: GateContact;
  /** The approval whose text the message carries. */
  readonly approval?: GateApproval;
  readonly charge?: ChargeRecord;
  /** The month of the budget that an offer is taken from; locked. */
  readonly budget?: BudgetMonth;
}

/** Reads everything the gate judges by. The customer row must be locked by `tx`. */
export async function readContext(
  tx: Transaction,
  app: Application,
  ask: EffectAsk,
  customer: { readonly zone?: string | null },
): Promise<ReadContext> {
  const now = app.clock.now();
  const live = await app.books.active(tx);
  const countedFrom = new Date(Date.parse(now) - longestPeriodMs(live.policies)).toISOString();
  const facts = await readGateFacts(tx, {
    treatmentId: ask.treatmentId,
    now,
    countedFrom,
    except: requestKeyOf(ask),
  });
  const pinned = await app.books.byHash(tx, facts.treatment.bookHash);
  const zone = customer.zone ?? live.policies.contact.defaultZone;
  const charge =
    ask.invoiceId === undefined
      ? undefined
      : await chargeHistoryOf(tx, ask, {
          policies: live.policies,
          now,
          zone,
          workspace: app.workspace,
        });
  const budget = await budgetFor(tx, ask, { book: live, now });
  const contact = contactFor(ask.effect, facts.contacts);
  const approval = approvalFor(ask.effect, facts, pinned);
  const context = contextOf({
    ask,
    facts,
    pinned,
    live,
    now,
    zone: customer.zone,
    contact,
    approval,
    history: charge?.history,
    budget: budget?.state,
  });
  return { context, facts, pinned, contact, approval: approval?.row, charge, budget };
}

interface Parts {
  readonly ask: EffectAsk;
  readonly facts: GateFacts;
  readonly pinned: CompiledBook;
  readonly live: CompiledBook;
  readonly now: string;
  readonly zone?: string | null;
  readonly contact?: GateContact;
  readonly approval?: { readonly row?: GateApproval };
  readonly history?: ChargeHistory;
  readonly budget?: BudgetState;
}

function contextOf({
  ask,
  facts,
  pinned,
  live,
  now,
  zone,
  contact,
  approval,
  history,
  budget,
}: Parts): GateContext {
  const { treatment, handledBy } = facts;
  const { memberships, soft } = handledBy;
  const playbook = pinned.playbooks[treatment.playbook];
  const segmentIn = ({ segments }: CompiledBook) => segmentsById(segments).get(treatment.segment);
  const segment = segmentIn(live) ?? segmentIn(pinned);
  const capped = live.policies.contact.frequencyCap.classes;
  return {
    now,
    effect: ask.effect,
    treatment: {
      id: treatment.id,
      playbook: treatment.playbook,
      arm: treatment.arm,
      closed: treatment.state === 'closed',
      pausedBy: treatment.pausedBy,
      accepted: acceptedEnd(facts),
    },
    baseline: playbook !== undefined && isBaseline(playbook, ask.step, ask.effect),
    policies: live.policies,
    ...handledAs(adjustableOf(live, memberships, soft), live.policies, segment?.stakes ?? 'medium'),
    limits: actionLimits(live.segments, new Set(memberships.map((one) => one.segment))),
    confidence: playbook && facts.confidences[playbook.dimension],
    killSwitches: facts.killSwitches,
    recipient: contact && recipientOf(ask.effect, contact),
    customerZone: zone ?? undefined,
    consents: facts.consents,
    suppressions: facts.suppressions,
    counted: facts.counted.filter((one) => capped.includes(one.class)).map((one) => one.at),
    reminders: playbook?.class === 'payment' ? facts.reminders : undefined,
    approval: approval && { state: approval.row?.state ?? 'missing' },
    charge: history,
    budget,
    notAfter: ask.notAfter,
  };
}

function acceptedEnd({ treatment }: GateFacts): AcceptedEnd | undefined {
  const { terminalKind, terminalReason } = treatment;
  if (terminalKind === null) return undefined;
  return { kind: terminalKind as AcceptedEnd['kind'], reason: terminalReason ?? '' };
}

function contactFor(effect: EffectSpec, contacts: readonly GateContact[]): GateContact | undefined {
  if (effect.kind !== 'message') return undefined;
  const reachable = contacts.filter((one) => recipientOf(effect, one) !== undefined);
  const inOrder = rolesOf(effect).map((role) => reachable.find((one) => one.role === role));
  return inOrder.find((one) => one !== undefined);
}

function recipientOf(effect: EffectSpec, contact: GateContact): Recipient | undefined {
  if (effect.kind !== 'message') return undefined;
  const address = { email: contact.email, sms: contact.phone, inApp: contact.id }[effect.channel];
  return address ? { contactId: contact.id, address, zone: contact.zone ?? undefined } : undefined;
}

function approvalFor(
  effect: EffectSpec,
  facts: GateFacts,
  pinned: CompiledBook,
): { row?: GateApproval } | undefined {
  // Approvals come newest first.
  if (effect.kind === 'hold' && effect.approvedBy !== undefined)
    return { row: facts.approvals.find((one) => one.step === effect.approvedBy) };
  const program = pinned.playbooks[facts.treatment.playbook]?.program;
  if (!program || effect.kind !== 'message' || !needsApproval(program, effect)) return undefined;
  // A plan decided again is sent as decided last.
  return { row: facts.approvals.find((one) => one.draftTemplate === effect.template) };
}
