import type { Playbook } from '../playbook';
import type { EffectSpec, Program } from '../program';

type Message = Extract<EffectSpec, { kind: 'message' }>;

/** The observer program has the same kind of effect at the same step: it belongs to the baseline. */
export function isBaseline(playbook: Playbook, step: string, effect: EffectSpec): boolean {
  return playbook.observer.instructions.some(
    (one) =>
      one.step === step && (one.op === 'effect' || one.op === 'charge') && one.effect.kind === effect.kind,
  );
}

/** The message is made from the draft of an approval or of a plan: its text must have been approved. */
export function needsApproval(program: Program, effect: EffectSpec): boolean {
  if (effect.kind !== 'message') return false;
  return program.instructions.some((one) => {
    if (one.op === 'approve') return one.draft === effect.template;
    return one.op === 'plan' && one.template === effect.template;
  });
}

/** Roles a message is for, in the order in which they are tried. */
export function rolesOf({ to, otherwise = [] }: Pick<Message, 'to' | 'otherwise'>): readonly string[] {
  return [to, ...otherwise];
}

/** Why a message finds no recipient; the roles and the channel are the book's, so it names nobody. */
export function nobodyReachable(message: Pick<Message, 'to' | 'otherwise' | 'channel'>): string {
  return `no contact with the role ${rolesOf(message).join(' or ')} has an address for ${message.channel}`;
}
