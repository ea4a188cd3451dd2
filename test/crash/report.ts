import { landed } from './checks/proof';
import type { Run } from './driver/run';

/** The figures of a run in a few lines, for whoever reads the log. */
export function figuresOf({ evidence, unexpected, stillOpen, seconds, echoes }: Run): string {
  const { treatments, effects, charges, mails, kills, ledger } = evidence;
  const { stops, payments } = landed(evidence);
  const moved = charges.reduce((sum, charge) => sum + charge.timesMoved, 0);
  const doubts = effects.filter((effect) => effect.state === 'inDoubt').length;
  return [
    `${treatments.length} treatments in ${Math.round(seconds)} s: ${outcomesOf(treatments)}`,
    `${mails.length} mails caught, ${charges.length} charges booked, money moved ${moved} times, ${doubts} doubts, ${ledger.length} ledger entries, ${echoes} inbox items echoed`,
    `${stops} stops and ${payments} payments landed while an effect was reserved or attempting`,
    `killed at random ${JSON.stringify(kills.random)}, at points ${JSON.stringify(kills.points)}, ${kills.exposed.length} effects exposed`,
    ...unexpected.map((line) => `noticed: ${line}`),
    ...stillOpen.map((line) => `still open: ${line}`),
  ].join('\n');
}

function outcomesOf(treatments: readonly { readonly outcome: string | null }[]): string {
  const counts: Record<string, number> = {};
  for (const { outcome } of treatments) counts[outcome ?? 'open'] = (counts[outcome ?? 'open'] ?? 0) + 1;
  return JSON.stringify(counts);
}
