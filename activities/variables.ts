import { readHandling } from '../application/handling';
import { factsSnapshot } from '../application/facts';
import type { Transaction } from '../ports/store/store';
import { lastApproved } from '../ports/store/tables/approvals';
import { listContacts } from '../ports/store/tables/contacts';
import { readCustomerRow } from '../ports/store/tables/customers';
import { listInvoices, type InvoiceRow } from '../ports/store/tables/invoices';
import { readTreatment } from '../ports/store/tables/treatments';
import type { TreatmentActivityDeps } from './deps';

const dayMs = 86_400_000;

/** Whose text is written. */
export interface Subject {
  readonly customerKey: string;
  readonly treatmentId: string;
}

/** What templates may say: the customer, the contact, all contacts, the text last approved, invoices, value, scores, the treatment, the links and how it is to be written. */
export async function variablesFor(
  tx: Transaction,
  deps: TreatmentActivityDeps,
  subject: Subject,
  contact?: { readonly name: string },
): Promise<object> {
  const customer = await readCustomerRow(tx, subject.customerKey);
  const owed = await listInvoices(tx, customer?.key ?? subject.customerKey);
  const treatment = await readTreatment(tx, subject.treatmentId);
  const { facts, asOf } = await factsSnapshot(tx, deps.app, subject.customerKey, treatment);
  const started = treatment?.startedAt ?? asOf;
  const name = typeof facts.customer['name'] === 'string' ? facts.customer['name'] : '';
  return {
    ...facts,
    customer: { name, ...facts.customer },
    contact: { name: contact?.name || name },
    contacts: { list: await listContacts(tx, subject.customerKey, asOf) },
    approved: await lastApproved(tx, subject.treatmentId),
    invoices: { ...facts.invoices, list: owed.map(invoiceForText) },
    treatment: {
      id: subject.treatmentId,
      playbook: treatment?.playbook ?? '',
      days: Math.floor((Date.parse(asOf) - Date.parse(started)) / dayMs),
      startTier: treatment?.startTier ?? 'low',
      startPoints: treatment?.startPoints ?? 0,
      ...treatment?.parameters,
    },
    links: deps.links(subject),
    content: await contentFor(tx, deps, subject),
  };
}

/** How the customer's segments want it to be written; '' = they do not say. */
async function contentFor(tx: Transaction, { app }: TreatmentActivityDeps, { customerKey }: Subject) {
  const { topic, depth, tone } = (await readHandling(tx, app, customerKey)).handling.content;
  return { topic: topic?.value ?? '', depth: depth?.value ?? '', tone: tone?.value ?? '' };
}

/** Renders one line of Liquid (a task's title, a notice) with the same variables as messages. */
export async function renderLine(
  tx: Transaction,
  deps: TreatmentActivityDeps,
  subject: Subject,
  source: string,
): Promise<string> {
  if (!source.includes('{')) return source;
  const variables = await variablesFor(tx, deps, subject);
  return deps.render({ id: 'line', subject: '', text: source }, variables).text.trim();
}

function invoiceForText({ id, state, amountMinor, currency }: InvoiceRow): object {
  const code = currency.toUpperCase();
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: code,
  }).resolvedOptions();
  return {
    id,
    state,
    amount: (amountMinor / 10 ** maximumFractionDigits).toFixed(maximumFractionDigits),
    currency: code,
  };
}
