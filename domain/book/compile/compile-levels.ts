import type { MessageCap, Policies } from '../../policies';
import type { PoliciesSource } from '../schema/policies-schema';

/** What segments may name beside contact frequencies, and who looks at them. */
export function compileLevels(source: PoliciesSource): Partial<Policies> {
  return {
    serviceLevels: mapped(source.serviceLevels, ({ firstResponse, words }) => ({
      firstResponseMs: firstResponse,
      words,
    })),
    ...(source.eligibility && { eligibility: source.eligibility }),
    content: source.content,
    escalationDueMs: source.escalationDue,
    owners: source.owners,
  };
}

/** The levels of contact frequency, and the burst cap beside them. */
export function compileFrequencies({
  burstCap,
  reminders,
  frequencies,
}: PoliciesSource['contact']): Pick<Policies['contact'], 'burstCap' | 'reminders' | 'frequencies'> {
  return {
    ...(burstCap && { burstCap: capOf(burstCap) }),
    ...(reminders && { reminders: { ...capOf(reminders), perCycle: reminders.perCycle } }),
    frequencies: mapped(frequencies, capOf),
  };
}

const capOf = ({ messages, period }: { readonly messages: number; readonly period: number }): MessageCap => ({
  messages,
  periodMs: period,
});

function mapped<A, B>(record: Readonly<Record<string, A>>, make: (one: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, one]) => [key, make(one)]));
}
