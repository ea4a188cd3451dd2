import { openJsonLinesFile } from '../../json-lines-file';
import { DEFAULT_CARD } from './cards';
import {
  NO_FAULTS,
  type AnswerRecord,
  type CustomerRecord,
  type FaultsRecord,
  type IntentRecord,
  type PaymentMethodRecord,
  type WebhookRecord,
} from './records';

/** Everything one request changes, written as one line: after a kill it happened whole or not at all. */
export interface BookChange {
  readonly intent?: IntentRecord;
  readonly customer?: CustomerRecord;
  readonly paymentMethod?: PaymentMethodRecord;
  readonly answer?: AnswerRecord;
  readonly webhook?: WebhookRecord;
  readonly deliveredWebhook?: string;
  readonly faults?: FaultsRecord;
}

/** The sandbox's durable memory. */
export interface Books {
  record(change: BookChange): void;
  intent(id: string): IntentRecord | undefined;
  /** All intents, newest first, as Stripe lists them. */
  intents(): readonly IntentRecord[];
  /** The customer; one nobody has created exists all the same, with a card that pays. */
  customer(id: string): CustomerRecord;
  paymentMethod(id: string): PaymentMethodRecord | undefined;
  answer(key: string): AnswerRecord | undefined;
  undeliveredWebhooks(): readonly WebhookRecord[];
  faults(): FaultsRecord;
  close(): void;
}

/** Opens the books, replaying every stored change. */
export function openBooks(dataFile: string): Books {
  const shelves = emptyShelves();
  const journal = openJsonLinesFile(dataFile, (stored) => apply(shelves, stored as BookChange));
  return {
    record: (change) => {
      journal.append(change);
      apply(shelves, change);
    },
    intent: (id) => shelves.intents.get(id),
    intents: () => [...shelves.intents.values()].reverse(),
    customer: (id) =>
      shelves.customers.get(id) ?? { id, created: 0, metadata: {}, card: DEFAULT_CARD, script: [] },
    paymentMethod: (id) => shelves.paymentMethods.get(id),
    answer: (key) => shelves.answers.get(key),
    undeliveredWebhooks: () => [...shelves.undelivered.values()],
    faults: () => shelves.faults,
    close: () => journal.close(),
  };
}

interface Shelves {
  readonly intents: Map<string, IntentRecord>;
  readonly customers: Map<string, CustomerRecord>;
  readonly paymentMethods: Map<string, PaymentMethodRecord>;
  readonly answers: Map<string, AnswerRecord>;
  readonly undelivered: Map<string, WebhookRecord>;
  faults: FaultsRecord;
}

function emptyShelves(): Shelves {
  return {
    intents: new Map(),
    customers: new Map(),
    paymentMethods: new Map(),
    answers: new Map(),
    undelivered: new Map(),
    faults: NO_FAULTS,
  };
}

function apply(shelves: Shelves, change: BookChange): void {
  if (change.intent) shelves.intents.set(change.intent.id, change.intent);
  if (change.customer) shelves.customers.set(change.customer.id, change.customer);
  if (change.paymentMethod) shelves.paymentMethods.set(change.paymentMethod.id, change.paymentMethod);
  if (change.answer) shelves.answers.set(change.answer.key, change.answer);
  if (change.webhook) shelves.undelivered.set(change.webhook.id, change.webhook);
  if (change.deliveredWebhook) shelves.undelivered.delete(change.deliveredWebhook);
  if (change.faults) shelves.faults = change.faults;
}
