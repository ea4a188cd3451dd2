import { settleInvoice } from '../application/gate/settle-invoice';
import { scheduleOf, methodChangedSignal } from '../application/gate/charge-history';
import { performGated, type Performed, type Transport } from '../application/gate/perform-gated';
import type { AttemptEnd } from '../application/gate/settle';
import { classifyDecline } from '../domain/payments/decline-class';
import type { RetryPolicy } from '../domain/policies';
import type { EffectCommand, EffectResult } from '../domain/treatment-activities';
import {
  IdempotencyConflict,
  PaymentRequestRefused,
  type ChargeResult,
} from '../ports/payments/payment-gateway';
import type { Transaction } from '../ports/store/store';
import { listEffectsOfAsk, type EffectRow } from '../ports/store/tables/effects';
import { listOpenInvoices, readChargeFacts, type ChargeFacts } from '../ports/store/tables/gate-facts';
import { readCustomerRow } from '../ports/store/tables/customers';
import { readPayer } from '../ports/store/tables/identities';
import { chargeAnswer, type ChargedInvoice } from './charge-answer';
import { gateOf, type TreatmentActivityDeps } from './deps';
import { answerOf, askOf, type EffectAnswer } from './effect-result';
import { type Held, report } from './report';

/** Kind of identity under which the payment provider knows a customer. */
const paymentIdentity = 'payments';

/** Charges every open invoice of the customer once for this path; each under its own attempt number. */
export async function chargeInvoices(
  deps: TreatmentActivityDeps,
  command: EffectCommand,
): Promise<EffectResult> {
  if (command.effect.kind !== 'charge')
    throw new RangeError(`chargeInvoices was asked for a ${command.effect.kind}`);
  const charged: ChargedInvoice[] = [];
  for (const invoiceId of await invoicesOf(deps, command)) {
    charged.push((await chargeOne(deps, command, invoiceId)).report);
  }
  const answer = chargeAnswer(charged);
  const held = heldBy(answer, command.final === true);
  const facts = await deps.app.store.transaction((tx) => report(tx, deps.app, command, held));
  return { ...answer, facts };
}

function heldBy(answer: EffectAnswer, final: boolean): Held | undefined {
  if (answer.status === 'deferred') return answer;
  if (answer.status !== 'declined' || answer.retryAt === undefined || final) return undefined;
  return { until: answer.retryAt, code: 'retrySchedule' };
}

// A retry of the activity meets the invoices it began with, also those its first try has paid.
async function invoicesOf(deps: TreatmentActivityDeps, command: EffectCommand): Promise<string[]> {
  return deps.app.store.transaction(async (tx) => {
    const begun = await listEffectsOfAsk(tx, { ...command, kind: 'charge' });
    const customer = await readCustomerRow(tx, command.customerKey);
    const open = await listOpenInvoices(tx, customer?.key ?? command.customerKey);
    return [...new Set([...begun.flatMap((row) => row.invoiceId ?? []), ...open])].sort();
  });
}

async function chargeOne(
  deps: TreatmentActivityDeps,
  command: EffectCommand,
  invoiceId: string,
): Promise<Performed<ChargedInvoice>> {
  const { app } = deps;
  return performGated(
    app,
    { ...askOf(command), invoiceId },
    {
      transport: await chargeTransport(deps),
      parts: gateOf(deps),
      report: async (tx, row) => ({
        answer: await answerOf(tx, row),
        amountMinor: row.spec.charge?.amountMinor ?? 0,
        decline: await declineOf(tx, deps, row),
      }),
    },
  );
}

/** How a charge is made, and how one that was cut off is looked up. */
export async function chargeTransport(deps: TreatmentActivityDeps): Promise<Transport<string>> {
  const { app } = deps;
  const { retry } = await app.store.transaction(async (tx) => (await app.books.active(tx)).policies);
  return {
    prepare: (tx, row) => providersCustomer(tx, row),
    send: (row, customerRef) => charge(deps, row, { customerRef, retry }),
    recover: async (row) => {
      const customerRef = await app.store.transaction((tx) => providersCustomer(tx, row));
      const { invoiceId: id, attempt } = charged(row);
      const found = await deps.payments.find({
        customerRef,
        invoiceId: id,
        attempt,
        idempotencyKey: row.businessKey,
      });
      return found ? endOf(found, retry) : 'repeat';
    },
    settled: (tx, row) => settleInvoice(tx, app, row),
  };
}

async function charge(
  deps: TreatmentActivityDeps,
  row: EffectRow,
  { customerRef, retry }: { readonly customerRef: string; readonly retry: RetryPolicy },
): Promise<AttemptEnd> {
  const { invoiceId, attempt, amountMinor, currency } = charged(row);
  try {
    // No payment method is named: the provider takes the customer's present one, which may be newer than the invoice's.
    const result = await deps.payments.charge({
      idempotencyKey: gateOf(deps).idempotencyKey(row),
      invoiceId,
      attempt,
      amountMinor,
      currency,
      customerRef,
      metadata: { treatment: row.treatmentId },
    });
    return endOf(result, retry);
  } catch (error) {
    if (error instanceof IdempotencyConflict || error instanceof PaymentRequestRefused) {
      return { state: 'failed', receipt: { outcome: 'failed', code: error.name, why: error.message } };
    }
    throw error;
  }
}

function endOf(result: ChargeResult, retry: RetryPolicy): AttemptEnd {
  if (result.outcome === 'succeeded')
    return { state: 'done', receipt: { outcome: 'paid', reference: result.paymentId } };
  const declineCode = result.outcome === 'declined' ? result.declineCode : 'authentication_required';
  const declineClass = classifyDecline(retry, declineCode).name;
  const receipt = {
    outcome: 'declined',
    code: declineCode,
    declineCode,
    declineClass,
    reference: result.paymentId,
  };
  return { state: 'failed', receipt };
}

function charged(row: EffectRow): {
  invoiceId: string;
  attempt: number;
  amountMinor: number;
  currency: string;
} {
  const { invoiceId, attempt, spec } = row;
  if (invoiceId === null || attempt === null || !spec.charge)
    throw new RangeError(`effect ${row.requestKey} is no reserved charge`);
  return { invoiceId, attempt, amountMinor: spec.charge.amountMinor, currency: spec.charge.currency };
}

async function declineOf(
  tx: Transaction,
  deps: TreatmentActivityDeps,
  row: EffectRow,
): Promise<ChargedInvoice['decline']> {
  if (!isDecline(row)) return undefined;
  const { customerKey, receipt } = row;
  const invoiceId = row.invoiceId ?? '';
  const facts = await readChargeFacts(tx, { customerKey, invoiceId, methodChangedSignal });
  if (facts?.invoice.state !== 'open') return undefined;
  const { policies } = await deps.app.books.active(tx);
  const zone = (await readCustomerRow(tx, customerKey))?.zone ?? policies.contact.defaultZone;
  const code = receipt?.declineCode ?? lastDecline(facts);
  const declineClass = receipt?.declineClass ?? classifyDecline(policies.retry, code).name;
  const next = scheduleOf(facts, { policies, zone })?.mayChargeAt ?? deps.app.clock.now();
  return { code, declineClass, ...(next !== 'never' && { retryAt: next }) };
}

// A charge the gate refuses because of earlier declines is a decline to the treatment: the provider need not say it again.
function isDecline({ receipt, verdict }: EffectRow): boolean {
  const refused = verdict.verdict === 'refused' && verdict.code === 'retryNotAllowed';
  return refused || receipt?.outcome === 'declined';
}

function lastDecline({ attempts, invoice }: ChargeFacts): string {
  return attempts.at(-1)?.declineCode ?? invoice.declineCode ?? '';
}

async function providersCustomer(tx: Transaction, row: EffectRow): Promise<string> {
  const customer = await readCustomerRow(tx, row.customerKey);
  const customerKey = customer?.key ?? row.customerKey;
  return readPayer(tx, { customerKey, invoiceId: charged(row).invoiceId, kind: paymentIdentity });
}
