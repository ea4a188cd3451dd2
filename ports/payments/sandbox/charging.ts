import type { BookChange, Books } from './books';
import { declineOf, fateOfCard, type DeclineDetail } from './cards';
import { newId, stripeTime } from './new-id';
import type { IntentRecord, ScriptedAttempt } from './records';
import { cardErrorBody, intentObject } from './stripe-objects';
import { noSuch, StripeRefusal } from './stripe-refusal';
import { textMapOf, textOf, type FormFields } from './wire-form';

/** What a request did: the answer, the change to the books, and the event to announce. */
export interface PaymentEffect {
  readonly status: number;
  readonly body: object;
  readonly change: BookChange;
  readonly event?: { readonly type: string; readonly object: object };
}

/** Creates and confirms a PaymentIntent: the one place where money moves. */
export function createIntent(books: Books, form: FormFields, idempotencyKey: string | null): PaymentEffect {
  const order = readOrder(books, form);
  const customer = order.customer === null ? undefined : books.customer(order.customer);
  const [scripted, ...script] = customer?.script ?? [];
  const fate = scripted ?? fateWithoutScript(order.card, order.offSession);
  const intent: IntentRecord = {
    id: newId('pi'),
    created: stripeTime(),
    amount: order.amount,
    currency: order.currency,
    customer: order.customer,
    paymentMethod: order.paymentMethod,
    metadata: textMapOf(form, 'metadata'),
    idempotencyKey,
    canceledAt: null,
    ...stateAfter(fate),
  };
  const consumed =
    customer === undefined || scripted === undefined ? {} : { customer: { ...customer, script } };
  return effectOf(intent, { intent, ...consumed });
}

/** Cancels a PaymentIntent that has not ended. */
export function cancelIntent(books: Books, id: string): PaymentEffect {
  const found = books.intent(id);
  if (found === undefined) throw noSuch('payment_intent', id);
  if (found.status === 'succeeded' || found.status === 'canceled') {
    throw new StripeRefusal(
      400,
      `You cannot cancel this PaymentIntent because it has a status of ${found.status}.`,
      {
        code: 'payment_intent_unexpected_state',
      },
    );
  }
  const intent: IntentRecord = { ...found, status: 'canceled', canceledAt: stripeTime() };
  const object = intentObject(intent);
  return {
    status: 200,
    body: object,
    change: { intent },
    event: { type: 'payment_intent.canceled', object },
  };
}

/** The test card behind a payment method id, as the customer may use it. */
export function cardBehind(books: Books, paymentMethod: string, customer: string | null): string {
  if (fateOfCard(paymentMethod) !== undefined) return paymentMethod;
  const method = books.paymentMethod(paymentMethod);
  if (method === undefined || (method.customer !== null && method.customer !== customer)) {
    throw new StripeRefusal(400, `No such PaymentMethod: '${paymentMethod}'`, {
      code: 'resource_missing',
      param: 'payment_method',
    });
  }
  return method.card;
}

interface Order {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly paymentMethod: string;
  readonly card: string;
  readonly offSession: boolean;
}

function readOrder(books: Books, form: FormFields): Order {
  if (textOf(form, 'confirm') !== 'true') {
    throw new StripeRefusal(400, 'This sandbox charges at once: send confirm=true.', {
      code: 'parameter_missing',
      param: 'confirm',
    });
  }
  const customer = textOf(form, 'customer') ?? null;
  const paymentMethod =
    textOf(form, 'payment_method') ?? (customer === null ? undefined : books.customer(customer).card);
  if (paymentMethod === undefined) {
    throw new StripeRefusal(400, 'Missing required param: payment_method.', {
      code: 'parameter_missing',
      param: 'payment_method',
    });
  }
  return {
    amount: readAmount(form),
    currency: readCurrency(form),
    customer,
    paymentMethod,
    card: cardBehind(books, paymentMethod, customer),
    offSession: textOf(form, 'off_session') === 'true',
  };
}

function readAmount(form: FormFields): number {
  const text = textOf(form, 'amount') ?? '';
  const amount = Number(text);
  if (/^\d+$/.test(text) && amount >= 1 && Number.isSafeInteger(amount)) return amount;
  throw new StripeRefusal(400, `Invalid integer: ${text}`, {
    code: 'parameter_invalid_integer',
    param: 'amount',
  });
}

function readCurrency(form: FormFields): string {
  const currency = (textOf(form, 'currency') ?? '').toLowerCase();
  if (/^[a-z]{3}$/.test(currency)) return currency;
  throw new StripeRefusal(400, `Invalid currency: ${currency}`, { param: 'currency' });
}

function fateWithoutScript(card: string, offSession: boolean): ScriptedAttempt {
  const fate = fateOfCard(card) ?? declineOf('generic_decline');
  const wantsCustomer = fate !== 'succeed' && fate.code === 'authentication_required';
  return wantsCustomer && !offSession ? 'requires_action' : fate;
}

type Outcome = Pick<IntentRecord, 'status' | 'chargeId' | 'lastPaymentError' | 'timesMoved'>;

function stateAfter(fate: ScriptedAttempt): Outcome {
  if (fate === 'succeed')
    return { status: 'succeeded', chargeId: newId('ch'), lastPaymentError: null, timesMoved: 1 };
  if (fate === 'requires_action')
    return { status: 'requires_action', chargeId: null, lastPaymentError: null, timesMoved: 0 };
  return { status: 'requires_payment_method', chargeId: newId('ch'), lastPaymentError: fate, timesMoved: 0 };
}

function effectOf(intent: IntentRecord, change: BookChange): PaymentEffect {
  const object = intentObject(intent);
  if (intent.lastPaymentError !== null) {
    return {
      ...declinedAnswer(intent, intent.lastPaymentError),
      change,
      event: { type: 'payment_intent.payment_failed', object },
    };
  }
  const type = intent.status === 'succeeded' ? 'payment_intent.succeeded' : 'payment_intent.requires_action';
  return { status: 200, body: object, change, event: { type, object } };
}

function declinedAnswer(
  intent: IntentRecord,
  decline: DeclineDetail,
): Pick<PaymentEffect, 'status' | 'body'> {
  return { status: 402, body: cardErrorBody(decline, intent) };
}
