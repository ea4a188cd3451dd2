import { reached } from '../../machine/instants';
import type { News } from '../../machine/news';
import type { Request } from '../../machine/requests';
import { holds } from '../../machine/scope';
import {
  type BlockOf,
  contextPath,
  contextScope,
  type InstructionOf,
  type Move,
  stay,
  type StepContext,
} from '../../machine/step-context';
import { waitUntil } from '../../machine/wait-until';

type Wait = InstructionOf<'wait'>;

/** Begins the wait. */
export function enterWait(context: StepContext, instruction: Wait): Move {
  const until = waitUntil(context, instruction);
  if (until !== undefined && reached(until, context.now))
    return { move: 'settle', facts: { outcome: 'done' } };
  return { move: 'block', block: { on: 'wait', ...(until && { until }) } };
}

/** One timer at most. */
export function waitRequests(
  context: StepContext,
  instruction: Wait,
  block: BlockOf<'wait'>,
): readonly Request[] {
  if (!block.until) return [];
  const { step, summary } = instruction;
  const key = `${step}|${contextPath(context)}|${block.until}`;
  return [{ kind: 'timer', owner: context.thread.id, key, at: block.until, summary }];
}

/** Time, or an event named by the wait for which `where` holds, ends it. */
export function waitHears(context: StepContext, instruction: Wait, news: News): Move {
  if (news.kind === 'timer') {
    return { move: 'settle', facts: { outcome: instruction.events.length > 0 ? 'timedOut' : 'done' } };
  }
  if (news.kind !== 'event' || !instruction.events.includes(news.name)) return stay;
  const event = { name: news.name, value: news.value };
  if (instruction.where !== undefined && !holds(instruction.where, contextScope(context, event))) return stay;
  return { move: 'settle', facts: { outcome: 'event', reason: news.name }, event };
}
