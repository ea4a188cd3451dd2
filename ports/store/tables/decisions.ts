import type { Crossing } from '../../../domain/crossing';
import type { Decision, HandOverAsk } from '../../../domain/arbitration/decision';
import type { Transaction } from '../store';

/** A decision as stored; `hold` = a start that the storm breaker keeps back. */
export interface NewDecision {
  readonly crossingId: string;
  readonly playbook: string;
  readonly action: Decision['action'] | 'hold';
  readonly decision: object;
  readonly treatmentId?: string;
}

/** Stores decisions in order. */
export async function insertDecisions(
  tx: Transaction,
  customerKey: string,
  decisions: readonly NewDecision[],
  at: string,
): Promise<void> {
  if (decisions.length === 0) return;
  await tx.query(
    `INSERT INTO decisions (customer_key, crossing_id, playbook, action, decision, treatment_id, decided_at)
     SELECT $1, d->>'crossingId', d->>'playbook', d->>'action', d->'decision', d->>'treatmentId', $3
     FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS e(d, n) ORDER BY n`,
    [customerKey, JSON.stringify(decisions), at],
  );
}

/** A start that the storm breaker kept back. */
export interface HeldStart {
  readonly crossingId: string;
  readonly playbook: string;
  readonly why: string;
}

/** The starts kept back of the given crossings. */
export async function heldStarts(tx: Transaction, crossingIds: readonly string[]): Promise<HeldStart[]> {
  return tx.query<HeldStart>(
    `SELECT crossing_id AS "crossingId", playbook, decision->>'held' AS why FROM decisions
     WHERE crossing_id = ANY($1::text[]) AND action = 'hold' ORDER BY id`,
    [crossingIds],
  );
}

/** A deferred start that waits to be looked at again. */
export interface OpenDeferral {
  readonly id: number;
  readonly crossing: Crossing;
  readonly playbook: string;
  /** Null where a segment's tree asks for the play, and is asked again. */
  readonly handOver: HandOverAsk | null;
}

/** The customer's deferred starts, in the order of their decisions. */
export async function openDeferrals(tx: Transaction, customerKey: string): Promise<OpenDeferral[]> {
  return tx.query<OpenDeferral>(
    `SELECT d.id, c.crossing, d.playbook, d.decision->'handOver' AS "handOver" FROM decisions d JOIN crossings c ON c.id = d.crossing_id
     WHERE d.customer_key = $1 AND d.action = 'defer' AND d.settled_at IS NULL ORDER BY d.id`,
    [customerKey],
  );
}

/** Deferrals that were arbitrated again. */
export async function settleDeferrals(tx: Transaction, ids: readonly number[], at: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('UPDATE decisions SET settled_at = $2 WHERE id = ANY($1::bigint[])', [ids, at]);
}
