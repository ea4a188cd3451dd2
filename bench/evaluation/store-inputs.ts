import type { EvaluationInput } from '../../domain/evaluation';
import type { Store } from '../../ports/store/store';

/** Stores customers as an evaluation before would have left them, in one transaction. */
export async function storeInputs(store: Store, inputs: readonly EvaluationInput[]): Promise<void> {
  await store.transaction(async (tx) => {
    const put = (sql: string, rows: readonly object[]) => tx.query(sql, [JSON.stringify(rows)]);
    await put(
      `INSERT INTO customers (key, attributes, position, last_as_of, created_at)
       SELECT key, attributes, position, as_of, as_of FROM jsonb_to_recordset($1::jsonb)
         AS r(key text, attributes jsonb, position bigint, as_of timestamptz)`,
      inputs.map(({ customerKey, attributes, sequence, asOf }) => ({
        key: customerKey,
        attributes,
        position: sequence + 100,
        as_of: asOf,
      })),
    );
    await put(
      `INSERT INTO signals (customer_key, origin, id, name, value, occurred_at, accepted_at, position)
       SELECT customer_key, 'bench', id, name, value, at, at, position FROM jsonb_to_recordset($1::jsonb)
         AS r(customer_key text, id text, name text, value jsonb, at timestamptz, position bigint)`,
      inputs.flatMap(({ customerKey, signals }) =>
        signals.map(({ id, name, value, occurredAt, position }) => ({
          customer_key: customerKey,
          id: `${customerKey}:${id}`,
          name,
          value,
          at: occurredAt,
          position,
        })),
      ),
    );
    await put(
      `INSERT INTO scores (customer_key, dimension, score, sequence, evaluated_at)
       SELECT customer_key, score->>'dimension', score, 1, at FROM jsonb_to_recordset($1::jsonb)
         AS r(customer_key text, score jsonb, at timestamptz)`,
      inputs.flatMap(({ customerKey, previousScores, asOf }) =>
        Object.values(previousScores).map((score) => ({ customer_key: customerKey, score, at: asOf })),
      ),
    );
    await put(
      `INSERT INTO memberships (customer_key, segment, membership)
       SELECT customer_key, membership->>'segment', membership FROM jsonb_to_recordset($1::jsonb)
         AS r(customer_key text, membership jsonb)`,
      inputs.flatMap(({ customerKey, memberships }) =>
        memberships.map((membership) => ({ customer_key: customerKey, membership })),
      ),
    );
  });
}
