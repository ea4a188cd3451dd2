import type { Command } from 'commander';
import { callOf } from '../command';
import { pageQuery } from '../paging';
import type { Json } from '../remote';
import { type Column, fields } from '../table';
import type { Terminal } from '../terminal';
import { whole } from '../values';

interface ScoresFlags {
  readonly dimension?: string;
  readonly since?: string;
  readonly limit: number;
}

/** `tideline customer scores`. */
export function customerScores(group: Command, terminal: Terminal): void {
  group
    .command('scores <id>')
    .description('how the scores of a customer have moved, the last line of each is how it stands')
    .option('--dimension <dimension>', 'churn, payment, fraud, reputation or expansion')
    .option('--since <instant>', 'changes from this instant on, such as 2026-01-31T09:00:00Z')
    .option('--limit <n>', 'how many changes, the latest', whole(1, 1_000), 100)
    .action(async (id: string, flags: ScoresFlags, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get(`/v1/customers/${encodeURIComponent(id)}/scores`, pageQuery(flags));
      show.table(answer, answer['history'], columns);
    });
}

const columns: readonly Column<Json>[] = [
  ...fields(['at', 'AT'], ['dimension', 'DIMENSION'], ['points', 'POINTS']),
  { heading: '', show: ({ points }) => barOf(Number(points)) },
  { heading: 'TIER', show: tierOf },
  { heading: 'CONFIDENCE', show: ({ confidence }) => Number(confidence).toFixed(2) },
  ...fields(['definition', 'DEFINITION']),
  { heading: 'REASONS', show: reasonsOf },
];

// A mark for every ten points, so that the way up and down is seen without reading.
function barOf(points: number): string {
  return '#'.repeat(Math.round(points / 10));
}

/** 'low to medium', 'medium (single source)', 'low'. */
function tierOf({ fromTier, tier, capped }: Json): string {
  const now = typeof capped === 'string' ? `${String(tier)} (${capped})` : String(tier);
  return fromTier === tier ? now : `${String(fromTier)} to ${now}`;
}

function reasonsOf({ reasons, mergedFrom }: Json): string {
  const codes = (Array.isArray(reasons) ? (reasons as Json[]) : []).map(
    ({ code, points }) => `${String(code)} ${Number(points) < 0 ? '' : '+'}${String(points)}`,
  );
  const whose = typeof mergedFrom === 'string' ? [`(of ${mergedFrom}, merged)`] : [];
  return [...codes, ...whose].join(', ');
}
