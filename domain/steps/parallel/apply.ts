import { newThread } from '../../machine/copies';
import type { Thread } from '../../machine/state';
import { joinPath } from '../../machine/path';
import type { InstructionOf, StepContext } from '../../machine/step-context';

/** One thread for each branch of a fork. */
export function forkThreads(context: StepContext, instruction: InstructionOf<'fork'>): readonly Thread[] {
  const { thread } = context;
  return instruction.branches.map((pc, index) => {
    const path = joinPath(thread.path, `${instruction.step}:${index + 1}`);
    return newThread({
      id: `${thread.id}.${index + 1}`,
      parent: thread.id,
      pc,
      path,
      reported: thread.reported,
    });
  });
}

/** Whether every branch of a waiting thread has come to its join. */
export function joined(threads: readonly Thread[], thread: Thread): boolean {
  return thread.block?.on === 'join' && !threads.some((other) => other.parent === thread.id);
}
