import { actionLimits } from '../domain/gate/action-limits';
import { handledAs } from '../domain/gate/handled';
import { judge } from '../domain/gate/rules';
import type { ChargeHistory, GateContext } from '../domain/gate/gate-context';
import { adjustableOf } from '../domain/handling/handling-of';
import { membersOf } from '../domain/handling/members-of';
import { segmentsById } from '../domain/segments/by-id';
import { isBaseline, needsApproval } from '../domain/gate/static-rules';
import type { Verdict } from '../domain/gate/verdict';
import type { EffectCommand } from '../domain/treatment-activities';
import { softNow } from './escalations';
import { budgetFor } from './virtual-budgets';
import type { VirtualTreatment, World } from './world';

/** The real rules over what the virtual store knows; every role has a contact with an address in the customer's zone. */
export function judgeVirtually(
  world: World,
  treatment: VirtualTreatment,
  command: EffectCommand,
  charge?: ChargeHistory,
): Verdict {
  const { book, now } = world;
  const { effect, step } = command;
  const { zone } = world.attributes;
  const segment = segmentsById(book.segments).get(treatment.segment);
  const inside = membersOf(world.memberships);
  const capped = book.policies.contact.frequencyCap.classes;
  return judge({
    now,
    effect,
    treatment: {
      id: treatment.id,
      playbook: treatment.playbook.id,
      arm: treatment.arm,
      closed: treatment.phase === 'closed',
      pausedBy: treatment.pausedBy,
      accepted: treatment.terminal,
    },
    baseline: isBaseline(treatment.playbook, step, effect),
    policies: book.policies,
    ...handledAs(adjustableOf(book, inside, softNow(world)), book.policies, segment?.stakes ?? 'medium'),
    limits: actionLimits(book.segments, new Set(inside.map((membership) => membership.segment))),
    confidence: world.scores[treatment.playbook.dimension]?.confidence,
    killSwitches: [],
    recipient: effect.kind === 'message' ? contactOf(effect.to) : undefined,
    customerZone: typeof zone === 'string' ? zone : undefined,
    consents: world.given.consents ?? [],
    suppressions: world.suppressions,
    counted: world.sent.filter((one) => capped.includes(one.class)).map(({ at }) => at),
    reminders: remindersOf(world, treatment),
    approval: approvalOf(treatment, command),
    charge,
    budget: budgetFor(world, command),
    notAfter: command.notAfter,
  });
}

function remindersOf({ sent }: World, { id, playbook }: VirtualTreatment): GateContext['reminders'] {
  if (playbook.class !== 'payment') return undefined;
  return sent.filter(({ treatmentId }) => treatmentId === id).map(({ at }) => at);
}

function contactOf(role: string): GateContext['recipient'] {
  return { contactId: role, address: `${role}@customer.example` };
}

function approvalOf(treatment: VirtualTreatment, { effect }: EffectCommand): GateContext['approval'] {
  if (effect.kind === 'hold' && effect.approvedBy !== undefined) {
    const asked = [...treatment.approvals.values()].findLast(({ step }) => step === effect.approvedBy);
    return { state: asked?.state ?? 'missing' };
  }
  if (effect.kind !== 'message' || !needsApproval(treatment.playbook.program, effect)) return undefined;
  const latest = [...treatment.approvals.values()].findLast(({ draft }) => draft === effect.template);
  return { state: latest?.state ?? 'missing' };
}
