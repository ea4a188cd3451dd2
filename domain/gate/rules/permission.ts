import type { MessageClass } from '../../words';
import type { ContactRule, GateContext, Objection } from '../gate-context';
import { refuse } from '../objections';
import { nobodyReachable } from '../static-rules';

// Marketing needs a yes; what a running contract requires is sent unless there is a no.
const allowedByDefault: Readonly<Record<MessageClass, boolean>> = {
  marketing: false,
  transactional: true,
  critical: true,
};

/** There must be somebody to write to. */
export function reachable({ effect, recipient }: GateContext): Objection | undefined {
  if (effect.kind !== 'message' || recipient) return undefined;
  return refuse('noContact', nobodyReachable(effect));
}

/** Consent per channel and class; without a row the class decides. */
export function consented({ effect, consents }: GateContext): Objection | undefined {
  if (effect.kind !== 'message') return undefined;
  const said = consents.filter((row) => covers(row, effect.channel, effect.class));
  if (said.some((row) => !row.granted)) {
    return refuse('noConsent', `consent for ${effect.class} by ${effect.channel} was refused or withdrawn`);
  }
  if (said.length > 0 || allowedByDefault[effect.class]) return undefined;
  return refuse('noConsent', `${effect.class} by ${effect.channel} needs a consent and none is recorded`);
}

/** A suppression of marketing lets transactional messages pass; one of class 'all' lets nothing pass. */
export function notSuppressed({ effect, suppressions }: GateContext): Objection | undefined {
  if (effect.kind !== 'message') return undefined;
  const hit = suppressions.find((row) => covers(row, effect.channel, effect.class));
  return hit && refuse('suppressed', `${hit.class} by ${hit.channel} is suppressed: ${hit.reason}`);
}

function covers(row: ContactRule, channel: string, messageClass: string): boolean {
  const ofChannel = row.channel === 'all' || row.channel === channel;
  return ofChannel && (row.class === 'all' || row.class === messageClass);
}
