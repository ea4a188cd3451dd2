import type { EffectState, Verdict } from '../../../domain/gate/verdict';
import type { EffectKind, EffectSpec } from '../../../domain/program';
import type { Transaction } from '../store';

/** What the row keeps of the ask beside its keys; no address and no name. */
export interface StoredAsk {
  readonly effect: EffectSpec;
  readonly contactId?: string;
  readonly charge?: {
    readonly amountMinor: number;
    readonly currency: string;
    readonly paymentMethod?: string;
  };
  /** Of offers: the amount computed from the pinned expression. */
  readonly amount?: number;
  readonly notAfter?: string;
}

/** What the other side answered. */
export interface EffectReceipt {
  /** sent, paid, declined, shown, … : what expressions see as the step's outcome. */
  readonly outcome: string;
  readonly code?: string;
  readonly why?: string;
  readonly reference?: string;
  /** Of messages: the role of the contact that was written to. */
  readonly role?: string;
  readonly declineCode?: string;
  readonly declineClass?: string;
}

/** One effect and where it stands. */
export interface EffectRow {
  readonly requestKey: string;
  readonly businessKey: string;
  readonly customerKey: string;
  readonly treatmentId: string;
  readonly step: string;
  readonly path: string;
  readonly target: string;
  readonly kind: EffectKind;
  readonly channel: string | null;
  readonly class: string | null;
  readonly state: EffectState;
  readonly verdict: Verdict;
  readonly deferredUntil: string | null;
  readonly spec: StoredAsk;
  readonly invoiceId: string | null;
  readonly attempt: number | null;
  readonly receipt: EffectReceipt | null;
  readonly reservedAt: string | null;
  readonly attemptingAt: string | null;
  readonly settledAt: string | null;
  readonly updatedAt: string;
}

const columns = `request_key AS "requestKey", business_key AS "businessKey", customer_key AS "customerKey",
  treatment_id AS "treatmentId", step, path, target, kind, channel, class, state, verdict,
  deferred_until AS "deferredUntil", spec, invoice_id AS "invoiceId", attempt, receipt,
  reserved_at AS "reservedAt", attempting_at AS "attemptingAt", settled_at AS "settledAt", updated_at AS "updatedAt"`;

/** The row of a request, if it was asked before. */
export async function findEffect(tx: Transaction, requestKey: string): Promise<EffectRow | undefined> {
  const [row] = await tx.query<EffectRow>(`SELECT ${columns} FROM effects WHERE request_key = $1`, [
    requestKey,
  ]);
  return row;
}

/** The row of a request that must be there. */
export async function getEffect(tx: Transaction, requestKey: string): Promise<EffectRow> {
  const row = await findEffect(tx, requestKey);
  if (!row) throw new Error(`no effect ${requestKey} in the store: it must be reserved first`);
  return row;
}

/** The customer whose invoice was charged under a key, if any was. */
export async function chargedCustomer(tx: Transaction, businessKey: string): Promise<string | undefined> {
  const [row] = await tx.query<{ customerKey: string }>(
    'SELECT customer_key AS "customerKey" FROM effects WHERE business_key = $1',
    [businessKey],
  );
  return row?.customerKey;
}

/** Rows of one ask that has several targets (a charge: one per invoice), in the order of their targets. */
export async function listEffectsOfAsk(
  tx: Transaction,
  ask: {
    readonly treatmentId: string;
    readonly step: string;
    readonly path: string;
    readonly kind: EffectKind;
  },
): Promise<EffectRow[]> {
  return tx.query<EffectRow>(
    `SELECT ${columns} FROM effects
     WHERE treatment_id = $1 AND step = $2 AND path = $3 AND kind = $4 ORDER BY target`,
    [ask.treatmentId, ask.step, ask.path, ask.kind],
  );
}

/** Effects that were begun before an instant and not settled, oldest first: a crash left them, or they are under way. */
export async function listUnsettledEffects(
  tx: Transaction,
  before: string,
  limit: number,
): Promise<EffectRow[]> {
  return tx.query<EffectRow>(
    `SELECT ${columns} FROM effects
     WHERE (state = 'attempting' OR (state = 'inDoubt' AND kind = 'charge')) AND attempting_at < $1
     ORDER BY attempting_at LIMIT $2`,
    [before, limit],
  );
}

/** Writes a row for a request asked for the first time. */
export async function insertEffect(tx: Transaction, row: EffectRow): Promise<void> {
  await tx.query(
    `INSERT INTO effects (request_key, business_key, customer_key, treatment_id, step, path, target, kind,
       channel, class, state, verdict, deferred_until, spec, invoice_id, attempt, receipt,
       reserved_at, attempting_at, settled_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text::jsonb, $13, $14::text::jsonb, $15, $16,
       $17::text::jsonb, $18, $19, $20, $21)`,
    [
      row.requestKey,
      row.businessKey,
      row.customerKey,
      row.treatmentId,
      row.step,
      row.path,
      row.target,
      row.kind,
      row.channel,
      row.class,
      row.state,
      JSON.stringify(row.verdict),
      row.deferredUntil,
      JSON.stringify(row.spec),
      row.invoiceId,
      row.attempt,
      row.receipt && JSON.stringify(row.receipt),
      row.reservedAt,
      row.attemptingAt,
      row.settledAt,
      row.updatedAt,
    ],
  );
}

/** What a transition may change. */
export type EffectChange = Partial<
  Pick<
    EffectRow,
    | 'businessKey'
    | 'attempt'
    | 'state'
    | 'verdict'
    | 'deferredUntil'
    | 'spec'
    | 'receipt'
    | 'reservedAt'
    | 'attemptingAt'
    | 'settledAt'
  >
>;

/** Moves a row on if it is still in one of `from`; gives the row as it then is, or undefined if it had moved already. */
export async function moveEffect(
  tx: Transaction,
  requestKey: string,
  from: readonly EffectState[],
  change: EffectChange & { readonly updatedAt: string },
): Promise<EffectRow | undefined> {
  const json = (value: object | null | undefined): string | null => (value ? JSON.stringify(value) : null);
  const [row] = await tx.query<EffectRow>(
    `UPDATE effects SET
       state = coalesce($3, state),
       verdict = coalesce($4::text::jsonb, verdict),
       deferred_until = CASE WHEN $5 THEN $6::timestamptz ELSE deferred_until END,
       spec = coalesce($7::text::jsonb, spec),
       receipt = coalesce($8::text::jsonb, receipt),
       reserved_at = coalesce($9::timestamptz, reserved_at),
       attempting_at = coalesce($10::timestamptz, attempting_at),
       settled_at = coalesce($11::timestamptz, settled_at),
       updated_at = $12,
       business_key = coalesce($13, business_key),
       attempt = coalesce($14::integer, attempt)
     WHERE request_key = $1 AND state = ANY($2::text[])
     RETURNING ${columns}`,
    [
      requestKey,
      from,
      change.state ?? null,
      json(change.verdict),
      change.deferredUntil !== undefined,
      change.deferredUntil ?? null,
      json(change.spec),
      json(change.receipt),
      change.reservedAt ?? null,
      change.attemptingAt ?? null,
      change.settledAt ?? null,
      change.updatedAt,
      change.businessKey ?? null,
      change.attempt ?? null,
    ],
  );
  return row;
}
