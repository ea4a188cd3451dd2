import type { Transaction } from '../store';

/** One what-if: whom it compares, how far it is, and what came of it. */
export interface WhatIfRun {
  readonly id: string;
  readonly candidate: string;
  readonly active: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly state: 'running' | 'done' | 'failed';
  /** Customers in the base, and those compared so far. */
  readonly customers: number;
  readonly done: number;
  readonly failure: string | null;
}

/** A run about to begin. */
export type NewWhatIfRun = Pick<WhatIfRun, 'id' | 'candidate' | 'active' | 'askedBy'> & {
  readonly at: string;
};

const columns = `id, candidate_hash AS candidate, active_hash AS active, asked_by AS "askedBy",
  asked_at AS "askedAt", state, customers, done, failure`;

// Reports are kept to be looked at and published by, not for ever.
const keptRuns = 20;

/** Stores a run that begins now; false while another one runs. */
export async function insertRun(tx: Transaction, run: NewWhatIfRun): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO what_if_runs (id, candidate_hash, active_hash, asked_by, asked_at, beat_at, state)
     VALUES ($1, $2, $3, $4, $5, $5, 'running') ON CONFLICT DO NOTHING RETURNING id`,
    [run.id, run.candidate, run.active, run.askedBy, run.at],
  );
  if (rows.length === 0) return false;
  await tx.query(
    `DELETE FROM what_if_runs WHERE id NOT IN
       (SELECT id FROM what_if_runs ORDER BY asked_at DESC, id LIMIT $1)`,
    [keptRuns],
  );
  return true;
}

/** Gives up runs that have not said for long that they go on. */
export async function failAbandonedRuns(tx: Transaction, silentSince: string): Promise<void> {
  await tx.query(
    `UPDATE what_if_runs SET state = 'failed', failure = 'the process that worked on it has ended'
     WHERE state = 'running' AND beat_at < $1`,
    [silentSince],
  );
}

/** Says that a run goes on, and how far it is. */
export async function beatRun(
  tx: Transaction,
  id: string,
  { at, done, customers }: { readonly at: string; readonly done: number; readonly customers: number },
): Promise<void> {
  await tx.query(
    `UPDATE what_if_runs SET beat_at = $2, done = $3, customers = $4 WHERE id = $1 AND state = 'running'`,
    [id, at, done, customers],
  );
}

/** Stores what came of a run. */
export async function finishRun(
  tx: Transaction,
  id: string,
  end: { readonly report: object } | { readonly failure: string },
): Promise<void> {
  const [state, report, failure] =
    'report' in end ? ['done', JSON.stringify(end.report), null] : ['failed', null, end.failure];
  await tx.query(
    `UPDATE what_if_runs SET state = $2, report = $3, failure = $4 WHERE id = $1 AND state = 'running'`,
    [id, state, report, failure],
  );
}

/** One run, with its report once it is done. */
export async function readRun(
  tx: Transaction,
  id: string,
): Promise<(WhatIfRun & { readonly report: Readonly<Record<string, unknown>> | null }) | undefined> {
  const [row] = await tx.query<WhatIfRun & { report: Record<string, unknown> | null }>(
    `SELECT ${columns}, report FROM what_if_runs WHERE id = $1`,
    [id],
  );
  return row;
}
