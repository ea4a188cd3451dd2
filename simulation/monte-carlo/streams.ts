import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Random } from '../responses/spread';

/** A stream of its own for each run of a seed: what one run draws more than another moves none of the others. */
export function randomStreams(seed: number): () => Random {
  const source = xoroshiro128plus(seed);
  return () => {
    source.jump();
    const own = source.clone();
    return () => uniformFloat64(own);
  };
}
