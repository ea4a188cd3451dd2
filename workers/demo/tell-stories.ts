import { followTreatments } from './follow';
import type { Journal } from './journal';
import { isTold, play } from './play';
import type { Stage } from './stage';
import { staffAtWork } from './staff';
import type { Story } from './story';

// Side by side, but one after the other comes on stage, so that a reader can follow.
const betweenDays = 0.4;

/** A telling: which stories, where, what was told before, and who is told of a story that breaks off. */
export interface Telling {
  readonly stories: readonly Story[];
  readonly stage: Stage;
  readonly journal: Journal;
  readonly brokeOff: (story: Story, error: unknown) => void;
}

/** Plays the stories through the public API and the payment sandbox, and tells what happens as it happens. */
export async function tellStories({ stories, stage, journal, brokeOff }: Telling): Promise<void> {
  const open = stories.filter((story) => !isTold(story, journal));
  if (open.length === 0) {
    stage.say('  All stories were told by an earlier start. Delete the data folder to begin them anew.');
    return;
  }
  const characters = stories.flatMap((story) => story.characters);
  let told = false;
  const whole = Promise.all(
    open.map(async (story, at) => {
      // One that has begun goes on at once.
      if (journal.placeOf(story.id) === undefined) await stage.pause(at * betweenDays);
      // One that breaks off is no reason to break off the others.
      await play(story, stage, journal).catch((error: unknown) => brokeOff(story, error));
    }),
  ).finally(() => (told = true));
  const isOver = (): boolean => told;
  await Promise.all([
    whole,
    followTreatments(stage, characters, isOver),
    staffAtWork(stage, characters, isOver),
  ]);
  stage.say('\n  The stories are told. Everything stays up until Ctrl-C: try commands of your own.');
}
