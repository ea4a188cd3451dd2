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
        for (const lines of news(stage, treatment, before ?? (first ? 'before this start' : 'new')))
          tell(stage, who, ...lines);
      known.set(treatment.id, treatment);
    }
    first = false;
    return over ? true : undefined;
  });
}

type Before = TreatmentView | 'new' | 'before this start';

function news(stage: Stage, now: TreatmentView, before: Before): string[][] {
  if (typeof before !== 'string') return changes(before, now);
  const begins = before === 'new' ? `starts: ${lowered(now.why)}` : 'goes on';
  return [[`▸ ${now.playbook} ${begins}`, stage.page(now.id)], ...changes(undefined, now)];
}

function changes(before: TreatmentView | undefined, now: TreatmentView): string[][] {
  const { playbook, outcome, outcomeReason, waitingFor } = now;
  if (isOver(now))
    return before && isOver(before)
      ? []
      : [[`■ ${playbook} ended as ${outcome ?? ''}: ${outcomeReason ?? ''}`]];
  const paused = isPaused(now);
  const lines = paused === isPaused(before) ? [] : [[`▸ ${playbook} ${paused ? 'is paused' : 'goes on'}`]];
  if (waitingFor === '' || waitingFor === before?.waitingFor) return lines;
  return [...lines, [`▸ ${playbook} waits: ${lowered(waitingFor)}`]];
}

function isPaused(treatment: TreatmentView | undefined): boolean {
  return treatment !== undefined && treatment.pausedBy.length > 0;
}

function lowered(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
