import { didYouMean } from '../domain/book/nearest';
import type { CompiledBook } from '../domain/compiled-book';
import { isOne } from '../domain/context';
import { invoiceIdOf, isInvoiceSignal } from '../domain/invoice-projection';
import { aboutOf, type SignalValue } from '../domain/signals/signal';
import { typeOfValue, typeWords } from './type-words';

const aheadMs = 5 * 60_000;

/** A fact as it is sent. */
export interface SignalInput {
  readonly id: string;
  /** Where the id comes from; (origin, id) is taken once. */
  readonly origin: string;
  /** The caller's id of the customer, or its key. */
  readonly customer: string;
  readonly name: string;
  readonly value: SignalValue;
  readonly data?: Readonly<Record<string, SignalValue>>;
  readonly occurredAt: string;
  readonly context?: string;
  /** Evaluate as of the fact's own time instead of now. */
  readonly asOfOccurred?: boolean;
}

/** Why a fact is not taken. */
export interface SignalFault {
  readonly code: string;
  readonly message: string;
  readonly field: string;
}

/** What keeps a fact out, or undefined. */
export function signalFault(book: CompiledBook, input: SignalInput, now: string): SignalFault | undefined {
  return (
    catalogueFault(book, input) ??
    timeFault(input.occurredAt, now) ??
    contextFault(book, input) ??
    invoiceFault(input)
  );
}

/** A time that cannot be read, or lies more than five minutes ahead. */
export function timeFault(occurredAt: string, now: string): SignalFault | undefined {
  const field = 'occurredAt';
  const at = Date.parse(occurredAt);
  if (Number.isNaN(at)) {
    const message = `occurredAt is not an instant: write ISO 8601 with a zone, such as ${now}`;
    return { code: 'invalidInstant', message, field };
  }
  if (at <= Date.parse(now) + aheadMs) return undefined;
  const message = `occurredAt is more than five minutes in the future (it is ${now} here): send the fact once it has happened`;
  return { code: 'inFuture', message, field };
}

function catalogueFault(book: CompiledBook, { name, value }: SignalInput): SignalFault | undefined {
  // A name such as 'constructor' is on every object.
  const definition = Object.hasOwn(book.signals, name) ? book.signals[name] : undefined;
  if (!definition) {
    const hint = didYouMean(name, Object.keys(book.signals));
    const message = `the book has no signal "${name}": ${hint.endsWith('?') ? hint : `${hint}.`} A new one goes into the book's catalogue`;
    return { code: 'unknownSignal', message, field: 'name' };
  }
  if (definition.kind === 'derived') {
    const message = `${name} is derived here: send ${definition.of} instead`;
    return { code: 'derivedSignal', message, field: 'name' };
  }
  if (typeof value === definition.type) return undefined;
  const wanted = typeWords[definition.type];
  const message = `the value of ${name} is ${typeOfValue(value)}: send ${wanted}`;
  return { code: 'wrongType', message, field: 'value' };
}

function contextFault(book: CompiledBook, { name, context }: SignalInput): SignalFault | undefined {
  const kind = aboutOf(book.signals[name]);
  if (kind === undefined || isOne(context, kind)) return undefined;
  const message = `${name} must name the ${kind} that it is about: send context "${kind}:<id>"`;
  return { code: 'contextMissing', message, field: 'context' };
}

function invoiceFault(input: SignalInput): SignalFault | undefined {
  if (!isInvoiceSignal(input.name) || input.name === 'card_updated') return undefined;
  if (invoiceIdOf(input) === undefined) {
    const message = `${input.name} must name its invoice: send data.invoice, or context "invoice:<id>"`;
    return { code: 'invoiceMissing', message, field: 'data.invoice' };
  }
  const inContext = invoiceIdOf({ ...input, data: {} });
  if (inContext !== undefined && inContext !== invoiceIdOf(input)) {
    const message = 'data.invoice and context name two invoices: send the same one in both, or leave one out';
    return { code: 'invoiceUnclear', message, field: 'data.invoice' };
  }
  if (input.name !== 'invoice_payment_failed') return undefined;
  const amount = input.data?.['amountMinor'];
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0) {
    const message =
      'invoice_payment_failed must say the amount: send data.amountMinor as a whole number of cents, at most 9007199254740991';
    return { code: 'amountMissing', message, field: 'data.amountMinor' };
  }
  if (typeof input.data?.['currency'] === 'string' && /^[A-Za-z]{3}$/.test(input.data['currency'])) {
    return undefined;
  }
  const message = 'invoice_payment_failed must say the currency: send data.currency such as "eur"';
  return { code: 'currencyMissing', message, field: 'data.currency' };
}
