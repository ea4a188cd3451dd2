import { createHash } from 'node:crypto';
import type { Deployment } from '../../support/deployment';
import type {
  ChargeEvidence,
  EffectEvidence,
  Evidence,
  KillEvidence,
  LedgerEvidence,
  MailEvidence,
  TreatmentEvidence,
} from '../evidence';
import type { CustomerPlan } from '../plan';

/** Reads SQL rows of a store, whichever it is. */
export type Query = <T>(sql: string) => Promise<T[]>;

/** Where the evidence of a run is read, beside the store. */
export interface Witnesses {
  readonly query: Query;
  readonly sandbox: Pick<Deployment['sandbox'], 'get'>;
  readonly mail: Pick<Deployment['mail'], 'get'>;
  /** The product's own verdict on its ledger. */
  readonly audit: () => Promise<Omit<Evidence['audit'], 'stored'>>;
}

/** Collects everything the checker judges, of the run's own customers. */
export async function collect(
  witnesses: Witnesses,
  run: {
    readonly customers: readonly CustomerPlan[];
    readonly nudges: Readonly<Record<string, number>>;
    readonly kills: KillEvidence;
  },
): Promise<Evidence> {
  const { query, sandbox, mail } = witnesses;
  const own = ownership(run.customers);
  const treatments = (await query<TreatmentEvidence>(treatmentRows)).filter(({ customer }) =>
    own.ids.has(customer),
  );
  const ids = new Set(treatments.map(({ id }) => id));
  const effects = (await query<EffectEvidence>(effectRows)).filter(({ treatmentId }) => ids.has(treatmentId));
  const entries = await query<LedgerRow>(ledgerRows);
  const { charges } = await sandbox.get<{ charges: ChargeEvidence[] }>('/sandbox/charges');
  const { messages } = await mail.get<{ messages: CaughtMail[] }>('/messages');
  return {
    ...run,
    treatments,
    effects,
    ledger: entries.filter(({ customer }) => own.ids.has(customer)).map(ledgerEvidence),
    charges: charges.filter(({ invoice }) => own.invoices.has(invoice)),
    mails: mailEvidence(messages, effects).filter(({ to }) => own.addresses.has(to)),
    audit: { ...(await witnesses.audit()), stored: entries.length },
  };
}

function ownership(customers: readonly CustomerPlan[]): {
  readonly ids: ReadonlySet<string>;
  readonly invoices: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
} {
  return {
    ids: new Set(customers.map(({ id }) => id)),
    invoices: new Set(customers.map(({ invoice }) => invoice)),
    addresses: new Set(customers.map(({ address }) => address)),
  };
}

/** Asks the API for the audit of the whole ledger. */
export async function auditOverHttp(
  api: Pick<Deployment['api'], 'get'>,
): Promise<Omit<Evidence['audit'], 'stored'>> {
  const audit = await api.get<{ ok: boolean; entries: number; problems: { message: string }[] }>(
    '/v1/audit/verify',
  );
  return { ok: audit.ok, entries: audit.entries, problems: audit.problems.map((problem) => problem.message) };
}

interface CaughtMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
}

const treatmentRows = `
  SELECT t.id, i.value AS customer, t.state, t.outcome
  FROM treatments t JOIN identities i ON i.customer_key = t.customer_key AND i.kind = 'payments'`;

const effectRows = `
  SELECT request_key AS "requestKey", treatment_id AS "treatmentId", step, kind, state,
         invoice_id AS invoice, attempt, receipt->>'why' AS why
  FROM effects`;

const ledgerRows = `
  SELECT l.customer_key AS "customerKey", i.value AS customer, l.position, l.kind, l.text
  FROM ledger_entries l LEFT JOIN identities i ON i.customer_key = l.customer_key AND i.kind = 'payments'
  ORDER BY l.customer_key, l.position`;

interface LedgerRow {
  readonly customerKey: string;
  readonly customer: string;
  readonly position: number;
  readonly kind: string;
  readonly text: string;
}

function ledgerEvidence(row: LedgerRow): LedgerEvidence {
  const { content } = JSON.parse(row.text) as Pick<LedgerEvidence, 'content'>;
  return { customerKey: row.customerKey, position: Number(row.position), kind: row.kind, content };
}

function mailEvidence(messages: readonly CaughtMail[], effects: readonly EffectEvidence[]): MailEvidence[] {
  const keyOf = new Map(effects.map(({ requestKey }) => [digest(requestKey), requestKey]));
  return messages.map(({ to, subject, messageId }) => ({
    to: to.join(', '),
    subject,
    requestKey: keyOf.get(messageId.replace(/^<|@.*$/g, '')),
  }));
}

// What the e-mail port makes of a request key for the Message-ID.
function digest(requestKey: string): string {
  return createHash('sha256').update(requestKey).digest('hex').slice(0, 40);
}
