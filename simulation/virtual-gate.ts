import { actionLimits } from '../domain/gate/action-limits';
import { judge } from '../domain/gate/rules';
import type { ChargeHistory, GateContext } from '../domain/gate/gate-context';
import { isBaseline, needsApproval } from '../domain/gate/static-rules';
import type { Verdict } from '../domain/gate/verdict';
import type { EffectCommand } from '../domain/treatment-activities';
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
  const segment = book.segments.find(({ id }) => id === treatment.segment);
  const capped = book.policies.contact.frequencyCap.classes;
  const customerZone = typeof zone === 'string' ? zone : undefined;
  return judge({
    now,
    effect,
    treatment: {
      id: treatment.id,
      playbook: treatment.playbook.id,
      arm: treatment.arm,
      closed: treatment.phase === 'closed',
      pausedBy: treatment.pausedBy,
      ...(treatment.terminal && { accepted: treatment.terminal }),
    },
    baseline: isBaseline(treatment.playbook, step, effect),
    policies: book.policies,
    stakes: segment?.stakes ?? 'medium',
    limits: limitsNow(world),
    killSwitches: [],
    ...(effect.kind === 'message' && {
      recipient: { contactId: effect.to, address: `${effect.to}@customer.example` },
    }),
    ...(customerZone !== undefined && { customerZone }),
    consents: [],
    suppressions: world.suppressions,
    counted: world.sent.filter((one) => capped.includes(one.class)).map(({ at }) => at),
    ...approvalOf(treatment, command),
    ...(charge && { charge }),
    ...(command.notAfter !== undefined && { notAfter: command.notAfter }),
  });
}

function limitsNow({ book, memberships }: World): GateContext['limits'] {
  const inside = memberships.flatMap(({ segment, state }) => (state === 'entering' ? [] : [segment]));
  return actionLimits(book.segments, inside);
}

function approvalOf(treatment: VirtualTreatment, { effect }: EffectCommand): Pick<GateContext, 'approval'> {
  if (effect.kind !== 'message' || !needsApproval(treatment.playbook.program, effect)) return {};
  const latest = [...treatment.approvals.values()].findLast(({ draft }) => draft === effect.template);
  return { approval: { state: latest?.state ?? 'missing' } };
}
