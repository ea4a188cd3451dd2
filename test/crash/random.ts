import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that a seed repeats. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffle<T>(list: readonly T[]): T[];
}

/** Chance from a seed. */
export function seeded(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const next = (): number => uniformFloat64(generator);
  return {
    next,
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    shuffle: (list) => {
      const shuffled = [...list];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = Math.floor(next() * (last + 1));
        [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
      }
      return shuffled;
    },
  };
}

/** The seed named by TIDELINE_CRASH_SEED, else a fresh one; printed, so that a failure can be repeated. */
export function seedOfRun(title: string): number {
  const named = Number(process.env['TIDELINE_CRASH_SEED']);
  const seed = Number.isSafeInteger(named) && named > 0 ? named : Math.floor(Math.random() * 2 ** 31) + 1;
  console.log(`${title}: seed ${seed} (TIDELINE_CRASH_SEED=${seed} repeats it)`);
  return seed;
}
