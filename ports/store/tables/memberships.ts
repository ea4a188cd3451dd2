import type { Belonging } from '../../../domain/handling/in-order';
import type { SoftTrigger } from '../../../domain/handling/stakes-of';
import type { Transaction } from '../store';

/** Whether a customer is in a segment about one thing; null = about the customer as a whole. */
export async function isMember(
  tx: Transaction,
  customerKey: string,
  of: { readonly segment: string; readonly context: string | null },
): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM memberships WHERE customer_key = $1 AND segment = $2 AND context = coalesce($3, '')
       AND membership->>'state' <> 'entering'`,
    [customerKey, of.segment, of.context],
  );
  return rows.length > 0;
}

/** What a customer's handling follows from: the segments it is in, and the soft triggers that have not aged at an instant. */
export interface HandledBy {
  readonly memberships: readonly Belonging[];
  readonly soft: readonly SoftTrigger[];
}

/** SQL that gives `HandledBy` of the customer in one column, with `$n` the instant, for use inside larger reads. */
export function handledBySql(customer: string, instant: string): string {
  return `jsonb_build_object(
    'memberships', (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('segment', segment,
        'since', membership->>'since'))), '[]') FROM memberships
      WHERE customer_key = ${customer} AND membership->>'state' <> 'entering'),
    'soft', (SELECT coalesce(jsonb_agg(jsonb_build_object('segment', segment, 'signal', signal)), '[]')
      FROM escalations WHERE customer_key = ${customer} AND kind = 'soft' AND until > ${instant}::timestamptz))`;
}

/** Reads what a customer's handling follows from. */
export async function readHandledBy(tx: Transaction, customerKey: string, at: string): Promise<HandledBy> {
  const [row] = await tx.query<{ by: HandledBy }>(`SELECT ${handledBySql('$1', '$2')} AS by`, [
    customerKey,
    at,
  ]);
  if (!row) throw new Error(`the memberships of ${customerKey} could not be read`);
  return row.by;
}
