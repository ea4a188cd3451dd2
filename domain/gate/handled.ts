import type { AdjustableHandling } from '../handling/handling';
import { graver } from '../handling/stakes-of';
import type { Policies } from '../policies';
import type { Stakes } from '../words';
import type { GateContext } from './gate-context';

/** What the gate judges by of a customer's handling; `own` are the stakes of the segment that started the treatment. */
export function handledAs(
  handling: AdjustableHandling,
  policies: Policies,
  own: Stakes,
): Pick<GateContext, 'stakes' | 'frequency' | 'eligibility'> {
  const { contactFrequency, eligibility, stakes } = handling;
  const cap = contactFrequency && policies.contact.frequencies?.[contactFrequency.value];
  const frequency = cap && {
    messages: cap.messages,
    periodMs: cap.periodMs,
    level: contactFrequency.value,
    because: contactFrequency.because,
  };
  return { stakes: graver(own, stakes?.value), frequency, eligibility };
}

/** How far back messages count for any cap of the policies, in milliseconds. */
export function longestPeriodMs({ contact }: Policies): number {
  const caps = [contact.frequencyCap, contact.burstCap, ...Object.values(contact.frequencies ?? {})];
  return Math.max(...caps.map((cap) => cap?.periodMs ?? 0));
}
