import { total, type Tally } from './tally';

/**
 * Area under the ROC curve: the chance that a customer to whom it happened has more points than one to whom it did
 * not, equal points counting half (Mann and Whitney's U over the number of pairs). NaN where one of the kinds is missing.
 */
export function areaUnderCurve({ groups, happened, others }: Tally): number {
  let below = 0;
  let pairs = 0;
  // Groups of equal points differ only in their tier: they are one for the ranking.
  for (let start = 0; start < groups.length;) {
    let [here, there] = [0, 0];
    const { points } = groups[start]!;
    for (; start < groups.length && groups[start]!.points === points; start += 1) {
      here += happened[start]!;
      there += others[start]!;
    }
    pairs += here * (below + there / 2);
    below += there;
  }
  return pairs / (total(happened) * total(others));
}

/** One tenth of the customers, those with the most points first. */
export interface Decile {
  readonly decile: number;
  /** Share of the tenth to whom it happened. */
  readonly rate: number;
  /** That share over the share of all. */
  readonly lift: number;
  /** Share of all to whom it happened that this tenth and those before it hold. */
  readonly captured: number;
}

/** Lift by decile; customers with equal points on a border are spread evenly over both sides of it. */
export function liftByDecile(tally: Tally): readonly Decile[] {
  const all = total(tally.happened) + total(tally.others);
  const events = total(tally.happened);
  const upTo = Array.from({ length: 11 }, (_, tenth) => eventsAmongTop(tally, (all * tenth) / 10));
  return Array.from({ length: 10 }, (_, index) => {
    const rate = (upTo[index + 1]! - upTo[index]!) / (all / 10);
    return { decile: index + 1, rate, lift: rate / (events / all), captured: upTo[index + 1]! / events };
  });
}

function eventsAmongTop({ happened, others }: Tally, count: number): number {
  let left = count;
  let events = 0;
  for (let index = happened.length - 1; index >= 0 && left > 0; index -= 1) {
    const size = happened[index]! + others[index]!;
    const taken = Math.min(size, left);
    if (size > 0) events += (happened[index]! * taken) / size;
    left -= taken;
  }
  return events;
}
