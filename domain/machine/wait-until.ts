import { compileText } from '../expressions/text';
import { after, nextLocalTime, reached } from './instants';
import { contextScope, type InstructionOf, type StepContext } from './step-context';

/**
 * When a wait that begins now ends by time alone: after `forMs`, then at the next `untilLocal` of the customer's
 * zone; or so long before the instant a fact tells, but after `forMs` at the latest.
 */
export function waitUntil(context: StepContext, instruction: InstructionOf<'wait'>): string | undefined {
  const { forMs, untilLocal } = instruction;
  const from = after(context.now, forMs ?? 0);
  if (instruction.untilFact !== undefined) return earliest(toldBy(context, instruction), from);
  if (untilLocal === undefined) return forMs === undefined ? undefined : from;
  return nextLocalTime(from, untilLocal, zoneOf(context));
}

/** The instant a fact tells, less the margin; undefined where there is no such fact or it tells no instant. */
function toldBy(
  context: StepContext,
  { untilFact = '', beforeMs = 0 }: InstructionOf<'wait'>,
): string | undefined {
  const told = compileText(untilFact)(contextScope(context));
  if (told === undefined || Number.isNaN(Date.parse(told))) return undefined;
  return after(new Date(told).toISOString(), -beforeMs);
}

function earliest(one: string | undefined, other: string): string {
  return one !== undefined && reached(one, other) ? one : other;
}

/** The customer's zone, UTC when unknown. */
export function zoneOf(context: Pick<StepContext, 'state'>): string {
  const { zone } = context.state.facts.facts.customer;
  return typeof zone === 'string' && zone !== '' ? zone : 'UTC';
}
