import type { News } from '../../machine/news';
import { progressAt } from '../../machine/progress';
import type { ActivityCall, Request } from '../../machine/requests';
import {
  type BlockOf,
  contextPath,
  type InstructionOf,
  type Move,
  stay,
  type StepContext,
  stepCommand,
} from '../../machine/step-context';
import type { CheckpointResult } from '../../treatment-activities';

type Call = InstructionOf<'rescore'> | InstructionOf<'readFacts'> | InstructionOf<'play'>;

/** A step that is one call: a checkpoint, a look at the facts, a request for another play. */
export function enterCall(context: StepContext): Move {
  return { move: 'block', block: { on: 'call', progress: progressAt(context) } };
}

/** The call's activity. */
export function callRequests(
  context: StepContext,
  instruction: Call,
  block: BlockOf<'call'>,
): readonly Request[] {
  const path = contextPath(context);
  const key = `${instruction.step}|${path}|${instruction.op}`;
  const call = callOf(context, instruction, path, block);
  return [
    { kind: 'activity', owner: context.thread.id, key, call, pausable: true, summary: instruction.summary },
  ];
}

function callOf(context: StepContext, instruction: Call, path: string, block: BlockOf<'call'>): ActivityCall {
  const command = stepCommand(context, instruction.step, path, block.progress);
  switch (instruction.op) {
    case 'rescore':
      return { name: 'rescore', command };
    case 'readFacts':
      return { name: 'readFacts', command };
    case 'play':
      return {
        name: 'handOver',
        command: { playbook: instruction.playbook, with: instruction.with, ...command },
      };
  }
}

/** Settles with the answer; facts have been taken in before. */
export function callHears(context: StepContext, instruction: Call, news: News): Move {
  if (news.kind === 'failed') return { move: 'settle', facts: { outcome: 'failed', reason: news.why } };
  if (news.kind !== 'activity') return stay;
  switch (news.answer.name) {
    case 'rescore':
      return checkpoint(context, instruction.step, news.answer.answer);
    case 'readFacts':
      // Put in by the compiler under the id of the step that follows it.
      return { move: 'pass' };
    case 'handOver':
      return { move: 'settle', facts: { outcome: 'done' } };
    default:
      return stay;
  }
}

function checkpoint(context: StepContext, step: string, result: CheckpointResult): Move {
  const before = context.state.steps[step];
  const count = before?.tier === result.tier ? before.count + 1 : 1;
  const amount = result.points - context.state.identity.startPoints;
  return {
    move: 'settle',
    facts: { outcome: 'done', tier: result.tier, points: result.points, count, amount },
  };
}
