import type { Transaction } from '../store';

/** What an average week asked for lately. */
export interface UsualWeekRow {
  readonly messages: number;
  /** In major units. */
  readonly offered: number;
  readonly tasks: Readonly<Record<string, number>>;
}

const weeks = 4;

/** Averages over the four weeks before an instant: messages sent, money offered, tasks opened by queue. */
export async function readUsualWeek(tx: Transaction, now: string): Promise<UsualWeekRow> {
  const since = new Date(Date.parse(now) - weeks * 7 * 86_400_000).toISOString();
  const [effects] = await tx.query<{ messages: number; offered: number }>(
    `SELECT count(*) FILTER (WHERE kind = 'message') AS messages,
       coalesce(sum((spec->>'amount')::double precision) FILTER (WHERE kind = 'offer'), 0) AS offered
     FROM effects WHERE state = 'done' AND kind IN ('message', 'offer') AND settled_at > $1`,
    [since],
  );
  const tasks = await tx.query<{ queue: string; n: number }>(
    'SELECT queue, count(*) AS n FROM tasks WHERE opened_at > $1 GROUP BY queue',
    [since],
  );
  return {
    messages: (effects?.messages ?? 0) / weeks,
    offered: (effects?.offered ?? 0) / weeks,
    tasks: Object.fromEntries(tasks.map(({ queue, n }) => [queue, n / weeks])),
  };
}
