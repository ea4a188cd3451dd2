import { after } from '../domain/machine/instants';
import type { AtStep, Decided, Finished } from './behaviour';
import type { VirtualTreatment, World } from './world';

/** Puts the test's next answer for this step on the agenda, or what people do by default. */
export function answerApproval(
  world: World,
  treatment: VirtualTreatment,
  asked: { approvalId: string; step: string; approvers: number },
): void {
  const decided =
    scriptedDecision(world, asked.step) ??
    otherDecision(world, atStep(treatment, asked.step), asked.approvers);
  if (!decided) return;
  const { afterMs, approve, edited, by } = decided;
  world.agenda.put(after(world.now, afterMs), {
    kind: 'decide',
    treatmentId: treatment.id,
    approvalId: asked.approvalId,
    approve,
    edited,
    by,
  });
}

function scriptedDecision(world: World, step: string): Decision | undefined {
  const answer = world.given.answers[firstUnused(world, 'answer', world.given.answers, step)];
  return (
    answer && {
      approve: answer.decision === 'approve',
      edited: answer.finalText !== undefined,
      afterMs: answer.afterMs,
      by: answer.by ?? [somebody],
    }
  );
}

type Decision = Decided & { readonly by: readonly string[] };

const somebody = 'somebody';

// What nobody scripted is decided by as many people as must.
function otherDecision({ behaviour, people }: World, at: AtStep, approvers: number): Decision | undefined {
  const by: string[] = [];
  while (by.length < approvers) by.push(`${somebody}${by.length + 1}`);
  const drawn = behaviour?.decide(at);
  if (behaviour) return drawn && { by, ...drawn };
  const { approveAfterMs: afterMs } = people;
  return afterMs === undefined ? undefined : { approve: true, edited: false, afterMs, by };
}

/** As `answerApproval`, for a task. */
export function doTask(
  world: World,
  treatment: VirtualTreatment,
  asked: { taskId: string; step: string },
): void {
  const scripted = world.given.tasks[firstUnused(world, 'task', world.given.tasks, asked.step)];
  const done = scripted ?? otherResult(world, atStep(treatment, asked.step));
  if (!done) return;
  world.agenda.put(after(world.now, done.afterMs), {
    kind: 'finish',
    treatmentId: treatment.id,
    taskId: asked.taskId,
    result: done.result,
  });
}

function otherResult({ behaviour, people }: World, at: AtStep): Finished | undefined {
  if (behaviour) return behaviour.finish(at);
  const { doTasksAfterMs: afterMs } = people;
  return afterMs === undefined ? undefined : { result: 'done', afterMs };
}

/** Puts on the agenda what the customer does because of a play's start or of a step that did something. */
export function followUp({ behaviour, agenda, now }: World, treatment: VirtualTreatment, step = ''): void {
  if (!behaviour) return;
  // What follows from a play about one conversation or transaction is about the same.
  const { context } = treatment.input;
  for (const { afterMs, facts } of behaviour.follow(atStep(treatment, step))) {
    const about = context === undefined ? facts : facts.map((fact) => ({ context, ...fact }));
    agenda.put(after(now, afterMs), { kind: 'respond', facts: about });
  }
}

function atStep({ playbook }: VirtualTreatment, step: string): AtStep {
  return { playbook: playbook.id, step };
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
