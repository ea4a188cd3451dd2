import type { Transaction } from '../store';

/** A crossing with the caller's id of its customer. */
export interface ListedCrossing {
  readonly id: string;
  readonly customerKey: string;
  readonly customer: string | null;
  readonly segment: string;
  readonly direction: 'entered' | 'exited';
  readonly context: string | null;
  readonly fromTier: string | null;
  readonly toTier: string | null;
  readonly reasons: string[];
  readonly sequence: number;
  readonly origin: string;
  readonly disposition: string;
  readonly occurredAt: string;
  readonly acceptedAt: string;
}

/** What to list; `after` is the customer key, sequence and id at which the page before ended. */
export interface CrossingFilter {
  readonly segment?: string;
  readonly customer?: string;
  readonly direction?: 'entered' | 'exited';
  readonly after?: readonly [string, number, string];
  readonly limit: number;
}

/** Crossings by customer and order of acceptance. */
export async function listCrossings(tx: Transaction, filter: CrossingFilter): Promise<ListedCrossing[]> {
  const [key, sequence, id] = filter.after ?? [null, null, null];
  return tx.query<ListedCrossing>(
    `WITH page AS MATERIALIZED (
       SELECT * FROM crossings c
       WHERE ($1::text IS NULL OR c.segment = $1)
         AND ($2::text IS NULL OR c.customer_key = (SELECT customer_named($2)))
         AND ($3::text IS NULL OR c.direction = $3)
         AND ($4::text IS NULL OR (c.customer_key, c.sequence, c.id) > ($4, $5::bigint, $6))
       ORDER BY c.customer_key, c.sequence, c.id
       LIMIT $7)
     SELECT c.id, c.customer_key AS "customerKey", i.value AS customer, c.segment, c.direction, c.context,
            c.crossing->>'fromTier' AS "fromTier", c.crossing->>'toTier' AS "toTier",
            coalesce(c.crossing->'reasons', '[]') AS reasons, c.sequence, c.origin, c.disposition,
            c.occurred_at AS "occurredAt", c.accepted_at AS "acceptedAt"
     FROM page c
     -- Not kind = 'id' in WHERE: before the first ANALYZE the planner then reads that whole index for each row.
     LEFT JOIN LATERAL (SELECT min(value) FILTER (WHERE kind = 'id') AS value FROM identities
                        WHERE customer_key = c.customer_key) i ON true
     ORDER BY c.customer_key, c.sequence, c.id`,
    [
      filter.segment ?? null,
      filter.customer ?? null,
      filter.direction ?? null,
      key,
      sequence,
      id,
      filter.limit,
    ],
  );
}
