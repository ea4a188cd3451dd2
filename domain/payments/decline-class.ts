import type { DeclineClass, RetryPolicy } from '../policies';

/** Name of a decline's class in the policies, with what the class says. */
export interface ClassifiedDecline {
  readonly name: string;
  readonly rule: DeclineClass;
}

/** The class of a provider's decline code; a code that no class lists has the policy's `unknown` class. */
export function classifyDecline(policy: RetryPolicy, declineCode: string): ClassifiedDecline {
  const found = Object.entries(policy.classes).find(([, rule]) => rule.codes.includes(declineCode));
  if (found) return { name: found[0], rule: found[1] };
  const rule = policy.classes[policy.unknown];
  // The book's check refuses such a policy; without a rule nothing is retried.
  return { name: policy.unknown, rule: rule ?? { codes: [], action: 'stop', waitsMs: [] } };
}
