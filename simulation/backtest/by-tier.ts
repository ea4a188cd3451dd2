import { tiers, type Tier } from '../../domain/words';
import type { Tally } from './tally';

/** What became of the customers of one tier. */
export interface TierOutcome {
  readonly tier: Tier;
  readonly customers: number;
  readonly happened: number;
  /** Those of the tier to whom it did not happen: for a tier that treats, treated in vain. */
  readonly falsePositives: number;
  /** Share of the tier to whom it happened; NaN for an empty tier. */
  readonly rate: number;
}

/** Outcomes by tier, the highest first. */
export function outcomesByTier(tally: Tally): readonly TierOutcome[] {
  return [...tiers].reverse().map((tier) => {
    const [happened, others] = countsWhere(tally, (group) => group.tier === tier);
    return {
      tier,
      customers: happened + others,
      happened,
      falsePositives: others,
      rate: happened / (happened + others),
    };
  });
}

/** What happened among the customers of one band of points: whether more points mean more of it. */
export interface Band {
  readonly from: number;
  readonly below: number;
  readonly customers: number;
  readonly happened: number;
  readonly rate: number;
}

/** The observed share by bands of ten points; bands without customers are left out. */
export function calibrationByBand(tally: Tally): readonly Band[] {
  return Array.from({ length: 10 }, (_, index) => {
    const [from, below] = [index * 10, index === 9 ? 101 : index * 10 + 10];
    const [happened, others] = countsWhere(tally, ({ points }) => points >= from && points < below);
    const customers = happened + others;
    return { from, below, customers, happened, rate: happened / customers };
  }).filter(({ customers }) => customers > 0);
}

function countsWhere(
  { groups, happened, others }: Tally,
  wanted: (group: Tally['groups'][number]) => boolean,
): [happened: number, others: number] {
  let [here, there] = [0, 0];
  for (const [index, group] of groups.entries()) {
    if (!wanted(group)) continue;
    here += happened[index]!;
    there += others[index]!;
  }
  return [here, there];
}
