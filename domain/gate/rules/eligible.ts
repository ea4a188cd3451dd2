import type { GateContext, Objection } from '../gate-context';
import { refuse } from '../objections';

/** An offer is made only to those the policies and the customer's segments open it to. */
export function eligible({ effect, eligibility }: GateContext): Objection | undefined {
  if (effect.kind !== 'offer' || !eligibility || eligibility.offers.includes(effect.offer)) return undefined;
  const { because } = eligibility;
  const by = because.length > 0 ? `the customer's segments (${because.join(', ')})` : 'the policies';
  return refuse('notEligible', `${by} do not open ${effect.offer} to this customer`);
}
