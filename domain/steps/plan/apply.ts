import { after } from '../../machine/instants';
import type { News } from '../../machine/news';
import { progressAt } from '../../machine/progress';
import type { Request } from '../../machine/requests';
import {
  type BlockOf,
  contextPath,
  type InstructionOf,
  type Move,
  stay,
  type StepContext,
  stepCommand,
} from '../../machine/step-context';

type Plan = InstructionOf<'plan'>;
type Opening = BlockOf<'plan'>;

/** Opens one task a milestone, all at once. */
export function enterPlan(context: StepContext, instruction: Plan): Move {
  return {
    move: 'block',
    block: {
      on: 'plan',
      opened: instruction.milestones.map(() => ''),
      dueAt: instruction.milestones.map((milestone) => after(context.now, milestone.dueMs)),
      progress: progressAt(context),
    },
  };
}

/** One request for each milestone that is not open yet. */
export function planRequests(context: StepContext, instruction: Plan, block: Opening): readonly Request[] {
  const { step, queue, milestones } = instruction;
  return milestones.flatMap((milestone, index): Request[] => {
    if (block.opened[index] !== '') return [];
    const path = contextPath(context, `milestone:${index + 1}`);
    const command = {
      queue,
      title: milestone.title,
      dueAt: block.dueAt[index]!,
      ...stepCommand(context, step, path, block.progress),
    };
    const summary = `Opens the task for a milestone: ${milestone.title}`;
    return [
      {
        kind: 'activity',
        owner: context.thread.id,
        key: milestoneKey(step, path),
        call: { name: 'openTask', command },
        pausable: true,
        summary,
      },
    ];
  });
}

/** Settles when every milestone has its task; their ends arrive later, beside the thread. */
export function planHears(context: StepContext, instruction: Plan, block: Opening, news: News): Move {
  if (news.kind === 'failed') return { move: 'settle', facts: { outcome: 'failed', reason: news.why } };
  if (news.kind !== 'activity' || news.answer.name !== 'openTask') return stay;
  const { taskId } = news.answer.answer;
  const opened = block.opened.map((known, index) => {
    const key = milestoneKey(instruction.step, contextPath(context, `milestone:${index + 1}`));
    return key === news.key ? taskId : known;
  });
  if (opened.includes('')) return { move: 'block', block: { ...block, opened } };
  return { move: 'settle', facts: { outcome: 'opened', amount: opened.length }, open: opened };
}

function milestoneKey(step: string, path: string): string {
  return `${step}|${path}|opening`;
}
