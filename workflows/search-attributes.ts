import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import type { TreatmentInput } from '../domain/treatment';

/** The eight keywords by which treatments are found in the Temporal UI; none holds personal data. */
export const searchAttributes = {
  customerKey: defineSearchAttributeKey('CustomerKey', 'KEYWORD'),
  playbook: defineSearchAttributeKey('Playbook', 'KEYWORD'),
  step: defineSearchAttributeKey('Step', 'KEYWORD'),
  waitingFor: defineSearchAttributeKey('WaitingFor', 'KEYWORD'),
  valueTier: defineSearchAttributeKey('ValueTier', 'KEYWORD'),
  riskTier: defineSearchAttributeKey('RiskTier', 'KEYWORD'),
  arm: defineSearchAttributeKey('Arm', 'KEYWORD'),
  outcome: defineSearchAttributeKey('Outcome', 'KEYWORD'),
} as const;

/** Their names, for registering them with a server. */
export const searchAttributeNames: readonly string[] = Object.values(searchAttributes).map(
  ({ name }) => name,
);

/** What is known when a treatment starts; the rest is upserted at its waits. */
export function startAttributes(input: TreatmentInput): SearchAttributePair[] {
  return [
    { key: searchAttributes.customerKey, value: input.customerKey },
    { key: searchAttributes.playbook, value: input.program.playbook },
    { key: searchAttributes.valueTier, value: input.valueTier },
    { key: searchAttributes.riskTier, value: input.riskTier },
    { key: searchAttributes.arm, value: input.arm },
  ];
}
