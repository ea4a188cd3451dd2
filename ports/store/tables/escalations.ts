import type { Transaction } from '../store';

/** A fact a segment watches, as recorded. */
export interface EscalationRow {
  readonly position: number;
  readonly kind: 'hard' | 'soft';
  readonly segment: string;
  readonly signal: string;
  readonly at: string;
  readonly until: string;
}

/** Records escalations of one customer, each once. */
export async function insertEscalations(
  tx: Transaction,
  customerKey: string,
  rows: readonly EscalationRow[],
): Promise<void> {
  await tx.query(
    `INSERT INTO escalations (customer_key, position, kind, segment, signal, at, until)
     SELECT $1, e.position, e.kind, e.segment, e.signal, e.at, e.until
     FROM jsonb_to_recordset($2::jsonb) AS e(position bigint, kind text, segment text, signal text,
       at timestamptz, until timestamptz) ON CONFLICT DO NOTHING`,
    [customerKey, JSON.stringify(rows)],
  );
}
