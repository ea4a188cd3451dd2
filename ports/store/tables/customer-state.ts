import type { Score } from '../../../domain/scoring/score';
import type { Membership } from '../../../domain/segments/segment';
import type { CustomerSignal } from '../../../domain/signals/signal';
import type { ValueCuts } from '../../../domain/value';
import type { Transaction } from '../store';
import type { InvoiceRow } from './invoices';
import type { TreatmentRow } from './treatments';

/** All that an evaluation and what follows from it read of one customer. */
export interface StoredState {
  readonly signals: readonly CustomerSignal[];
  readonly invoices: readonly InvoiceRow[];
  readonly scores: readonly Score[];
  readonly memberships: readonly Membership[];
  /** Open ones, and those closed since `closedSince`, in the order they were started. */
  readonly treatments: readonly TreatmentRow[];
  readonly valueCuts: ValueCuts;
  /** The customer it was merged into before this was read; null = nobody. */
  readonly mergedInto: string | null;
}

/** How far back to look, counted from an instant. */
export interface StateWindow {
  readonly asOf: string;
  /** Milliseconds by name of signal, as JSON text; facts of a signal it does not name are not read. */
  readonly signals: string;
  readonly closedSince: string;
}

interface StateOf {
  /** SQL of the customer's key and of the parts of the window. */
  readonly key: string;
  readonly asOf: string;
  readonly signals: string;
  readonly closedSince: string;
}

/** The state as columns of a SELECT, so that one customer and a whole base are read alike. */
export const stateColumns = ({ key, asOf, signals, closedSince }: StateOf): string => `
  coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', id, 'name', name, 'value', value, 'data', data,
      'occurredAt', iso(occurred_at), 'context', context, 'position', position)) ORDER BY position)
    FROM jsonb_each_text(${signals}::text::jsonb) AS memory(signal, ms)
    JOIN signals ON name = signal AND occurred_at >= ${asOf}::timestamptz - ms::bigint * interval '1 millisecond'
    WHERE customer_key = ${key}), '[]') AS signals,
  coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', id, 'amountMinor', amount_minor,
      'currency', currency, 'state', state, 'firstFailureAt', iso(first_failure_at),
      'lastFailureAt', iso(last_failure_at), 'declineCode', decline_code, 'attempts', attempts,
      'paymentMethod', payment_method)) ORDER BY id)
    FROM invoices WHERE customer_key = ${key}), '[]') AS invoices,
  coalesce((SELECT jsonb_agg(score) FROM scores WHERE customer_key = ${key}), '[]') AS scores,
  coalesce((SELECT jsonb_agg(membership ORDER BY segment, context)
    FROM memberships WHERE customer_key = ${key}), '[]') AS memberships,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'customerKey', customer_key, 'playbook', playbook,
      'context', context, 'segment', segment, 'crossingId', crossing_id, 'arm', arm, 'bookHash', book_hash,
      'parameters', parameters, 'state', state, 'pausedBy', paused_by, 'terminalKind', terminal_kind,
      'terminalReason', terminal_reason, 'terminalOutcome', terminal_outcome, 'terminalAt', iso(terminal_at),
      'startPoints', start_points, 'startTier', start_tier, 'startedAt', iso(started_at),
      'breachedAt', iso(breached_at), 'why', why, 'closedAt', iso(closed_at), 'outcome', outcome,
      'outcomeReason', outcome_reason) ORDER BY ordinal)
    FROM treatments WHERE customer_key = ${key} AND (state <> 'closed' OR closed_at >= ${closedSince})), '[]')
    AS treatments`;

// One round trip: an import reads this once per customer and batch.
const sql = `SELECT ${stateColumns({ key: '$1', asOf: '$2', signals: '$3', closedSince: '$4' })},
  (SELECT jsonb_build_object('highFrom', high_from, 'mediumFrom', medium_from) FROM value_cuts)
    AS "valueCuts",
  (SELECT merged_into FROM customers WHERE key = $1) AS "mergedInto"`;

/** Reads the state of a customer; lock the customer first if something will be written from it. */
export async function readCustomerState(
  tx: Transaction,
  customerKey: string,
  window: StateWindow,
): Promise<StoredState> {
  const [row] = await tx.query<Omit<StoredState, 'valueCuts'> & { valueCuts: ValueCuts | null }>(sql, [
    customerKey,
    window.asOf,
    window.signals,
    window.closedSince,
  ]);
  if (!row) throw new Error(`the state of ${customerKey} could not be read`);
  return { ...row, valueCuts: row.valueCuts ?? { highFrom: 0, mediumFrom: 0 } };
}
