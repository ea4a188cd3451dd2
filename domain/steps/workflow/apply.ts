import type { News } from '../../machine/news';
import type { Request } from '../../machine/requests';
import {
  contextPath,
  type InstructionOf,
  type Move,
  stay,
  type StepContext,
} from '../../machine/step-context';

/** Starts a workflow written in TypeScript as a child. */
export function enterWorkflow(): Move {
  return { move: 'block', block: { on: 'child' } };
}

/** The child; its id is derived from the step, so a second start is the same one. */
export function workflowRequests(
  context: StepContext,
  instruction: InstructionOf<'workflow'>,
): readonly Request[] {
  const path = contextPath(context);
  const key = `${instruction.step}|${path}|child`;
  const workflowId = `${context.state.identity.treatmentId}:${instruction.step}:${path}`;
  const { type, input, summary } = instruction;
  return [{ kind: 'child', owner: context.thread.id, key, type, input, workflowId, summary }];
}

/** The child's answer becomes the reason. */
export function workflowHears(news: News): Move {
  if (news.kind === 'failed') return { move: 'settle', facts: { outcome: 'failed', reason: news.why } };
  return news.kind === 'child' ? { move: 'settle', facts: { outcome: 'done', reason: news.outcome } } : stay;
}
