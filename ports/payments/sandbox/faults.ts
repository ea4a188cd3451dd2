import { setTimeout as sleep } from 'node:timers/promises';
import type { Books } from './books';

/** The sandbox's scripted misbehaviour around one payment request. */
export interface Faults {
  beforeEffect(): Promise<void>;
  /** Waits as scripted and says whether the answer shall be lost; the effect is booked by now. */
  losesAnswer(): Promise<boolean>;
  webhookCopies(): number;
}

/** Makes the faults that the books describe; counters go down in the books, so a kill does not reset them. */
export function createFaults(books: Books): Faults {
  const random = seeded(() => books.faults().seed);
  return {
    beforeEffect: () => waitFor(books.faults().delayBeforeMs),
    losesAnswer: async () => {
      await waitFor(books.faults().delayAfterMs);
      const { loseAnswers, loseProbability } = books.faults();
      if (loseAnswers === 0) return loseProbability > 0 && random() < loseProbability;
      books.record({ faults: { ...books.faults(), loseAnswers: loseAnswers - 1 } });
      return true;
    },
    webhookCopies: () => {
      const { duplicateWebhooks } = books.faults();
      if (duplicateWebhooks === 0) return 1;
      books.record({ faults: { ...books.faults(), duplicateWebhooks: duplicateWebhooks - 1 } });
      return 2;
    },
  };
}

async function waitFor(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms);
}

/** Draws numbers in [0, 1) from a seed (mulberry32); a new seed starts a new sequence. */
function seeded(seed: () => number): () => number {
  let startedFrom = Number.NaN;
  let state = 0;
  return () => {
    if (seed() !== startedFrom) {
      startedFrom = seed();
      state = startedFrom;
    }
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
