import type { GateContext, Objection } from '../gate-context';
import { refuse } from '../objections';

/** Few fresh signals carry light treatment only: what is given away needs a picture that can be trusted. */
export function sureEnough({ effect, policies, confidence = 0 }: GateContext): Objection | undefined {
  const strongFrom = policies.confidence?.strongFrom ?? 0;
  if (effect.kind !== 'offer' || confidence >= strongFrom) return undefined;
  const why = `the confidence of the score is ${confidence.toFixed(2)}, an offer needs ${strongFrom}: wait for fresh signals`;
  return refuse('lowConfidence', why);
}
