import type { Application } from '../../application/application';
import { resolveCustomer } from '../../application/customers';
import { listTreatments, readTreatment } from '../../application/treatments';
import type { Store } from '../../ports/store/store';
import type { TreatmentView } from '../../ports/store/tables/treatment-views';

/** One effect as tests compare it. */
export interface EffectLine {
  readonly step: string;
  readonly path: string;
  readonly kind: string;
  readonly state: string;
  readonly code: string;
}

/** One line of the ledger. */
export interface LedgerLine {
  readonly kind: string;
  readonly content: Record<string, unknown>;
}

/** The customer's treatments, the first first. */
export async function treatmentsOf(app: Application, customer: string): Promise<TreatmentView[]> {
  const customerKey = await app.store.transaction((tx) => resolveCustomer(tx, customer));
  const { treatments } = await listTreatments(app, { customer: customerKey ?? '' });
  const views = await Promise.all([...treatments].reverse().map(({ id }) => readTreatment(app, id)));
  return views.flatMap((view) => view ?? []);
}

/** The customer's only treatment of a playbook. */
export async function onlyTreatment(
  app: Application,
  customer: string,
  playbook: string,
): Promise<TreatmentView> {
  const all = (await treatmentsOf(app, customer)).filter((one) => one.playbook === playbook);
  const [first] = all;
  if (!first || all.length > 1) throw new Error(`${customer} has ${all.length} treatments of ${playbook}`);
  return first;
}

/** The treatment's effects in the order in which they were settled. */
export async function effectLines(store: Store, treatmentId: string): Promise<EffectLine[]> {
  return store.transaction((tx) =>
    tx.query<EffectLine>(
      `SELECT step, path, kind, state, coalesce(receipt->>'outcome', verdict->>'code', '') AS code
       FROM effects WHERE treatment_id = $1 ORDER BY coalesce(settled_at, updated_at), request_key`,
      [treatmentId],
    ),
  );
}

/** The customer's ledger in order. */
export async function ledgerLines(store: Store, customerKey: string): Promise<LedgerLine[]> {
  const rows = await store.transaction((tx) =>
    tx.query<{ kind: string; text: string }>(
      'SELECT kind, text FROM ledger_entries WHERE customer_key = $1 ORDER BY position',
      [customerKey],
    ),
  );
  return rows.map(({ kind, text }) => ({ kind, content: JSON.parse(text) as Record<string, unknown> }));
}

/** Treatments whose workflow still runs. */
export async function openTreatments(store: Store): Promise<string[]> {
  const rows = await store.transaction((tx) =>
    tx.query<{ id: string }>(
      `SELECT id FROM treatments WHERE state <> 'closed' AND start_delivered_at IS NOT NULL`,
    ),
  );
  return rows.map(({ id }) => id);
}

/** When the sweep next has something to do: a customer to look at again, or the measure of an ended treatment. */
export async function nextEvaluation(store: Store): Promise<string | undefined> {
  const [row] = await store.transaction((tx) =>
    tx.query<{ at: string | null }>(
      `SELECT iso(least((SELECT min(next_evaluation_at) FROM customers),
         (SELECT min(measure_due_at) FROM treatments WHERE state = 'closed' AND measured_at IS NULL))) AS at`,
    ),
  );
  return row?.at ?? undefined;
}
