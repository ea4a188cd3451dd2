import type { Stage } from '../../workers/demo/stage';
import type { CallsOneByOne } from './calls-one-by-one';
import type { World } from './world';

/** Those on stage who wait for something to become known. */
export interface Onlookers {
  readonly untilKnown: Stage['untilKnown'];
  /** Lets all of them look again, a little later and once for all that happens in one moment. */
  stir(): void;
}

const soonMs = 120_000;

/** Instead of looking once a second, everybody looks when something has happened in the world. */
export function onlookers(world: World, calls: CallsOneByOne): Onlookers {
  const waiting = new Set<() => Promise<void>>();
  let stirred = false;
  return {
    untilKnown: <T>(ask: () => Promise<T | undefined>): Promise<T> =>
      new Promise((resolve, reject) => {
        const look = async (): Promise<void> => {
          try {
            const answer = await ask();
            if (answer === undefined) return;
            waiting.delete(look);
            resolve(answer);
          } catch (error) {
            waiting.delete(look);
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        waiting.add(look);
        void look();
      }),
    stir: () => {
      if (stirred) return;
      stirred = true;
      world.agenda.at(new Date(Date.parse(world.now()) + soonMs).toISOString(), async () => {
        stirred = false;
        for (const look of [...waiting]) await look();
        await calls.quiet();
      });
    },
  };
}
