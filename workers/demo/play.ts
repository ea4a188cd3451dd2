import type { Journal, Place } from './journal';
import type { Stage } from './stage';
import type { Story } from './story';

/** Whether nothing of a story is left to tell. */
export function isTold({ id, beats }: Story, journal: Journal): boolean {
  return (journal.placeOf(id)?.beat ?? 0) >= beats.length;
}

/** Plays a story beat by beat from where it was left. */
export async function play(story: Story, stage: Stage, journal: Journal): Promise<void> {
  const { id, title, beats } = story;
  const before = journal.placeOf(id);
  let place = before ?? begin(stage, 1);
  if (place.beat < beats.length) stage.say(`\n  ● ${title}${before ? ' (goes on)' : ''}`);
  while (place.beat < beats.length) {
    journal.keep(id, place);
    const turn = await beats[place.beat]!({ stage, take: place.take, since: place.since });
    place =
      turn === 'again'
        ? begin(stage, place.take + 1)
        : { ...place, beat: place.beat + 1, since: stage.now() };
  }
  journal.keep(id, place);
}

function begin(stage: Stage, take: number): Place {
  return { take, beat: 0, since: stage.now() };
}
