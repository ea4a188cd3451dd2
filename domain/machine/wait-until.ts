import { after, nextLocalTime } from './instants';
import type { InstructionOf, StepContext } from './step-context';

/** When a wait that begins now ends by time alone: after `forMs`, then at the next `untilLocal` of the customer's zone. */
export function waitUntil(context: StepContext, instruction: InstructionOf<'wait'>): string | undefined {
  const { forMs, untilLocal } = instruction;
  const from = after(context.now, forMs ?? 0);
  if (untilLocal === undefined) return forMs === undefined ? undefined : from;
  return nextLocalTime(from, untilLocal, zoneOf(context));
}

/** The customer's zone, UTC when unknown. */
export function zoneOf(context: Pick<StepContext, 'state'>): string {
  const { zone } = context.state.facts.facts.customer;
  return typeof zone === 'string' && zone !== '' ? zone : 'UTC';
}
