import { characterOf, type Character } from './character';
import { tell } from './line';
import { inTime } from './people';
import type { Stage } from './stage';
import { listTreatments } from './treatments';

interface Task {
  readonly id: string;
  readonly title: string;
  readonly treatmentId: string | null;
  readonly dueAt: string;
}

// From when a task is given until it is done, in days; sooner where it is urgent.
const work = 0.25;

/** The staff do every task of the stories' customers in time, until all is told. */
export async function staffAtWork(
  stage: Stage,
  characters: readonly Character[],
  isOver: () => boolean,
): Promise<void> {
  const begun = new Set<string>();
  const atWork: Promise<void>[] = [];
  await stage.untilKnown(async () => {
    const treatments = await listTreatments(stage, 'limit=200');
    for (const task of await openTasks(stage)) {
      const treatment = treatments.find(({ id }) => id === task.treatmentId);
      const who = characterOf(characters, treatment?.customer ?? '');
      if (!who || begun.has(task.id)) continue;
      begun.add(task.id);
      atWork.push(doTask(stage, who, task));
    }
    return isOver() ? true : undefined;
  });
  await Promise.all(atWork);
}

async function openTasks({ api }: Stage): Promise<Task[]> {
  return ((await api('GET', '/v1/tasks?state=open&limit=200')) as { tasks: Task[] }).tasks;
}

async function doTask(stage: Stage, who: Character, { id, title, dueAt }: Task): Promise<void> {
  const left = (Date.parse(dueAt) - Date.parse(stage.now())) / 86_400_000;
  await stage.pause(Math.max(0, Math.min(work, left / 2)));
  const done = stage.staff('Ines')('POST', `/v1/tasks/${id}/complete`, {
    result: 'done in the demonstration',
  });
  const stillOpen = async (): Promise<boolean> => (await openTasks(stage)).some((task) => task.id === id);
  if (await inTime(done, stillOpen)) tell(stage, who, `Ines has done “${title}”.`);
}
