import type { Crossing } from '../../../domain/crossing';
import type { Transaction } from '../store';
import type { CrossingDisposition } from './evaluation-write';

/** Crossings by id, in the order of their acceptance. */
export async function readCrossings(tx: Transaction, ids: readonly string[]): Promise<Crossing[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<{ crossing: Crossing }>(
    'SELECT crossing FROM crossings WHERE id = ANY($1::text[]) ORDER BY sequence, id',
    [ids],
  );
  return rows.map((row) => row.crossing);
}

/** A ready-made crossing with its sender's words about itself. */
export interface SentCrossing {
  readonly crossing: Crossing;
  readonly senderOrigin: string;
  readonly senderId: string;
  readonly disposition: CrossingDisposition;
}

/** Stores a ready-made crossing; false when the sender's (origin, id) is known. */
export async function insertSentCrossing(tx: Transaction, sent: SentCrossing, at: string): Promise<boolean> {
  const { crossing } = sent;
  const rows = await tx.query(
    `INSERT INTO crossings (id, customer_key, context, segment, direction, crossing, sequence, origin, sender_origin,
       sender_id, disposition, occurred_at, accepted_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'external', $8, $9, $10, $11, $12)
     ON CONFLICT (sender_origin, sender_id) DO NOTHING RETURNING id`,
    [
      crossing.id,
      crossing.customerKey,
      crossing.context,
      crossing.segment,
      crossing.direction,
      JSON.stringify(crossing),
      crossing.sequence,
      sent.senderOrigin,
      sent.senderId,
      sent.disposition,
      crossing.occurredAt,
      at,
    ],
  );
  return rows.length > 0;
}

/** A ready-made crossing as it is kept; `occurredAt` is null where its sender told none. */
export interface StoredCrossing {
  readonly crossing: Crossing;
  readonly occurredAt: string | null;
}

/** The ready-made crossing stored under an id of its sender, if there is one. */
export async function readSentCrossing(
  tx: Transaction,
  { origin, id }: { readonly origin: string; readonly id: string },
): Promise<StoredCrossing | undefined> {
  const [row] = await tx.query<StoredCrossing>(
    // Without a time of the sender's a crossing occurs when it is accepted.
    `SELECT crossing, CASE WHEN occurred_at <> accepted_at THEN iso(occurred_at) END AS "occurredAt"
     FROM crossings WHERE sender_origin = $1 AND sender_id = $2`,
    [origin, id],
  );
  return row;
}

/** Crossings that were acted on between two instants, counted up to `limit`. */
export async function countLiveCrossings(
  tx: Transaction,
  span: { since: string; until: string; limit: number },
): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM crossings
       WHERE accepted_at > $1 AND accepted_at <= $2 AND disposition = 'live' LIMIT $3) AS counted`,
    [span.since, span.until, span.limit],
  );
  return row?.n ?? 0;
}

/** What a change of the book made expected. */
export interface ExpectedSince {
  readonly at: string;
  readonly crossings: readonly {
    readonly segment: string;
    readonly direction: string;
    readonly count: number;
  }[];
}

/** As `countLiveCrossings`, without those that a change of the book made expected, segment by segment. */
export async function countUnexpectedCrossings(
  tx: Transaction,
  span: { readonly since: string; readonly until: string },
  expected: ExpectedSince,
): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `SELECT coalesce(sum(counted.in_span - least(counted.after_change, greatest(0, coalesce(e.count, 0) - counted.before_span))), 0)::bigint AS n
     FROM (
       SELECT segment, direction,
         count(*) FILTER (WHERE accepted_at > $1) AS in_span,
         count(*) FILTER (WHERE accepted_at > $1 AND accepted_at >= $3) AS after_change,
         count(*) FILTER (WHERE accepted_at <= $1 AND accepted_at >= $3) AS before_span
       FROM crossings
       WHERE accepted_at >= least($1::timestamptz, $3::timestamptz) AND accepted_at <= $2 AND disposition = 'live'
       GROUP BY segment, direction
     ) AS counted
     LEFT JOIN jsonb_to_recordset($4::jsonb) AS e(segment text, direction text, count bigint)
       ON e.segment = counted.segment AND e.direction = counted.direction`,
    [span.since, span.until, expected.at, JSON.stringify(expected.crossings)],
  );
  return row?.n ?? 0;
}
