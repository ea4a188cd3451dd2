import { Client } from '@temporalio/client';
import { verifyLedger } from '../../application/ledger/verify';
import type { TreatmentResult } from '../../domain/treatment';
import type { World } from './world-interface';
import type { LedgerLine } from './world-reads';

interface EffectRow {
  readonly key: string;
  readonly customerKey: string;
  readonly kind: string;
  readonly channel: string | null;
  readonly state: string;
}

interface CustomerRow {
  readonly key: string;
  readonly id: string;
}

interface ClosedRow {
  readonly id: string;
  readonly customerKey: string;
  readonly outcome: string;
}

/**
 * Where the three witnesses of what was done disagree: the catcher's and the sandbox's own books, the ledger, and the
 * outcome as store and workflow have it. A test asserts none after each path, beside what it expects in particular.
 */
export async function disagreements(world: World): Promise<string[]> {
  const effects = await rows<EffectRow>(
    world,
    `SELECT request_key AS key, customer_key AS "customerKey", kind, channel, state FROM effects`,
  );
  const customers = await rows<CustomerRow>(
    world,
    `SELECT customer_key AS key, value AS id FROM identities WHERE kind = 'id'`,
  );
  const found: string[] = [];
  for (const customer of customers) {
    const own = effects.filter(({ customerKey }) => customerKey === customer.key);
    found.push(
      ...(await receiptFaults(world, customer, own)),
      ...(await ledgerFaults(world, customer.key, own)),
    );
  }
  const { problems } = await verifyLedger(world.app);
  return [...found, ...(await outcomeFaults(world)), ...problems.map((problem) => JSON.stringify(problem))];
}

/** What went out by the other side's count, against what the effects say. */
async function receiptFaults(
  world: World,
  customer: CustomerRow,
  effects: readonly EffectRow[],
): Promise<string[]> {
  const mails = world.mails(customer.id).length;
  const sent = effects.filter(({ channel, state }) => channel === 'email' && state === 'done').length;
  const charges = await world.charges(customer.key);
  const charged = effects.filter(
    ({ kind, state }) => kind === 'charge' && (state === 'done' || state === 'failed'),
  ).length;
  return [
    ...(mails === sent ? [] : [`${customer.id}: the catcher has ${mails} mails, the effects say ${sent}`]),
    ...(charges.length === charged
      ? []
      : [`${customer.id}: the sandbox has ${charges.length} charges, the effects say ${charged}`]),
    ...charges
      .filter(({ status, timesMoved }) => timesMoved !== (status === 'succeeded' ? 1 : 0))
      .map(({ invoice, timesMoved }) => `${customer.id}: money for ${invoice} moved ${timesMoved} times`),
  ];
}

/** Each effect that happened has a verdict, then an attempt, then a receipt; no receipt is without its effect. */
async function ledgerFaults(
  world: World,
  customerKey: string,
  effects: readonly EffectRow[],
): Promise<string[]> {
  const lines = await world.ledger(customerKey);
  const kindsOf = (key: string): string[] =>
    lines.filter(({ content }) => said(content)['requestKey'] === key).map(({ kind }) => kind);
  const happened = effects.filter(({ state }) => state === 'done' || state === 'failed');
  const known = new Set(happened.map(({ key }) => key));
  return [
    ...happened
      .filter(({ key }) => !/verdict.*attempt.*receipt$/.test(kindsOf(key).join(' ')))
      .map(({ key, state }) => `${key} is ${state}, its ledger has ${kindsOf(key).join(', ')}`),
    ...lines
      .filter(({ kind, content }) => kind === 'receipt' && !known.has(String(said(content)['requestKey'])))
      .map(({ content }) => `a receipt without its effect: ${String(said(content)['requestKey'])}`),
  ];
}

/** Each closed treatment has one outcome in the ledger, the same as in its row and its workflow's result. */
async function outcomeFaults(world: World): Promise<string[]> {
  const closed = await rows<ClosedRow>(
    world,
    `SELECT id, customer_key AS "customerKey", outcome FROM treatments WHERE state = 'closed'`,
  );
  // The environment's own client would let time skip.
  const client = new Client({
    connection: world.env.connection,
    namespace: world.env.namespace ?? 'default',
  });
  const found: string[] = [];
  for (const { id, customerKey, outcome } of closed) {
    const written = (await world.ledger(customerKey))
      .filter(({ kind, content }) => kind === 'outcome' && said(content)['treatmentId'] === id)
      .map(({ content }) => said(content)['outcome']);
    const { outcome: told } = (await client.workflow.getHandle(id).result()) as TreatmentResult;
    const all = [...written, told];
    if (written.length === 1 && all.every((one) => one === outcome)) continue;
    found.push(`${id} ended as ${outcome}; ledger and workflow say ${all.join(', ')}`);
  }
  return found;
}

/** What a ledger entry says; it is sealed with its customer and position around that. */
export function said(sealed: LedgerLine['content']): Readonly<Record<string, unknown>> {
  return sealed['content'] as Readonly<Record<string, unknown>>;
}

async function rows<R extends object>(world: World, sql: string): Promise<R[]> {
  return world.store.transaction((tx) => tx.query<R>(sql));
}
