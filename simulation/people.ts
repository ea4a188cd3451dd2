import { after } from '../domain/machine/instants';
import type { VirtualTreatment, World } from './world';

/** Puts the test's next answer for this step on the agenda, or what people do by default. */
export function answerApproval(
  world: World,
  treatment: VirtualTreatment,
  asked: { approvalId: string; step: string; approvers: number },
): void {
  const index = firstUnused(world, 'answer', world.given.answers, asked.step);
  const answer = world.given.answers[index];
  const afterMs = answer?.afterMs ?? world.people.approveAfterMs;
  if (afterMs === undefined) return;
  world.agenda.put(after(world.now, afterMs), {
    kind: 'decide',
    treatmentId: treatment.id,
    approvalId: asked.approvalId,
    approve: (answer?.decision ?? 'approve') === 'approve',
    edited: answer?.finalText !== undefined,
    by: answer ? (answer.by ?? [somebody]) : enough(asked.approvers),
  });
}

const somebody = 'somebody';

function enough(approvers: number): readonly string[] {
  return Array.from({ length: approvers }, (_, at) => `${somebody}${at + 1}`);
}

/** As `answerApproval`, for a task. */
export function doTask(
  world: World,
  treatment: VirtualTreatment,
  asked: { taskId: string; step: string },
): void {
  const index = firstUnused(world, 'task', world.given.tasks, asked.step);
  const done = world.given.tasks[index];
  const afterMs = done?.afterMs ?? world.people.doTasksAfterMs;
  if (afterMs === undefined) return;
  world.agenda.put(after(world.now, afterMs), {
    kind: 'finish',
    treatmentId: treatment.id,
    taskId: asked.taskId,
    result: done?.result ?? 'done',
  });
}

// Each answer is given once, in the order of the test.
function firstUnused(
  world: World,
  kind: string,
  answers: readonly { readonly step: string }[],
  step: string,
): number {
  const index = answers.findIndex((answer, at) => answer.step === step && !world.used.has(`${kind}:${at}`));
  if (index >= 0) world.used.add(`${kind}:${index}`);
  return index;
}
