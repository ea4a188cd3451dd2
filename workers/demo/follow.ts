import { type Character, characterOf } from './character';
import { tell } from './line';
import type { Stage } from './stage';
import { isOver, listTreatments, type TreatmentView } from './treatments';

/** Tells what becomes of every treatment of the stories' customers, until all is told. */
export async function followTreatments(
  stage: Stage,
  characters: readonly Character[],
  allTold: () => boolean,
): Promise<void> {
  const known = new Map<string, TreatmentView>();
  let first = true;
  await stage.untilKnown(async () => {
    const over = allTold();
    for (const treatment of [...(await listTreatments(stage, 'limit=200'))].reverse()) {
      const who = characterOf(characters, treatment.customer ?? '');
      if (!who) continue;
      const before = known.get(treatment.id);
      // What had ended before this start was told by an earlier one.
      if (!(first && isOver(treatment)))
        for (const lines of news(stage, before, treatment)) tell(stage, who, ...lines);
      known.set(treatment.id, treatment);
    }
    first = false;
    return over ? true : undefined;
  });
}

function news(stage: Stage, before: TreatmentView | undefined, now: TreatmentView): string[][] {
  const name = now.playbook;
  const lines: string[][] = [];
  if (!before) lines.push([`▸ ${name} starts: ${lowered(now.why)}`, stage.page(now.id)]);
  if (isOver(now)) {
    if (!before || !isOver(before))
      lines.push([`■ ${name} ended as ${now.outcome ?? ''}: ${now.outcomeReason ?? ''}`]);
  } else if (now.pausedBy.join() !== (before?.pausedBy ?? []).join()) {
    lines.push([now.pausedBy.length > 0 ? `▸ ${name} is paused` : `▸ ${name} goes on`]);
  } else if (now.waitingFor !== '' && now.waitingFor !== before?.waitingFor) {
    lines.push([`▸ ${name} waits: ${lowered(now.waitingFor)}`]);
  }
  return lines;
}

function lowered(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
