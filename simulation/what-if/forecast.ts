import type { CompiledBook } from '../../domain/compiled-book';
import type { PolicyTest, TestSignal } from '../../domain/policy-test';
import { playedWorld } from '../simulate';
import type { World } from '../world';
import { addLoad, loadOf, noLoad, type Load } from './load';
import { attributesOf, type StoredCustomer } from './stored-customer';
import type { StartShape, Tally } from './tally';

/** What the plays of one playbook that would start ask for. */
export interface PlayForecast {
  readonly playbook: string;
  readonly starts: number;
  /** How many of them were played; the others are taken to go like these. */
  readonly simulated: number;
  readonly load: Load;
}

/** What is taken for granted of people and customers. */
export const modelled = { approveAfterMs: 86_400_000, doTasksAfterMs: 86_400_000 } as const;

const weekMs = 7 * 86_400_000;

/** Plays samples of the starts in virtual time, each with its own customer's facts, and lets them stand for all. */
export function forecast(
  candidate: CompiledBook,
  shapes: Tally['shapes'],
  { asOf, weeks }: { readonly asOf: string; readonly weeks: number },
): PlayForecast[] {
  const found = new Map<string, PlayForecast>();
  for (const shape of Object.values(shapes)) {
    const known = found.get(shape.playbook) ?? {
      playbook: shape.playbook,
      starts: 0,
      simulated: 0,
      load: noLoad(weeks),
    };
    const book = withParameters(candidate, shape);
    for (const customer of shape.samples) {
      const load = playedLoad(book, shape.playbook, customer, { asOf, weeks });
      addLoad(known.load, load, shape.count / shape.samples.length);
    }
    found.set(shape.playbook, {
      ...known,
      starts: known.starts + shape.count,
      simulated: known.simulated + shape.samples.length,
    });
  }
  return [...found.values()].sort((one, other) => (one.playbook < other.playbook ? -1 : 1));
}

function playedLoad(
  book: CompiledBook,
  playbook: string,
  customer: StoredCustomer,
  { asOf, weeks }: { readonly asOf: string; readonly weeks: number },
): Load {
  const given = givenBy(customer, asOf, weeks * weekMs);
  const played = { book, given, people: modelled, startedAt: asOf, customerKey: customer.key };
  const started = ({ treatments }: World) => treatments.find((one) => one.playbook.id === playbook);
  // What starts it may have been crossed long ago, or comes from another play: then it is started by hand.
  const treatment =
    started(playedWorld(played)) ?? started(playedWorld({ ...played, playbook, startAfterMs: 0 }));
  return treatment ? loadOf(treatment, weeks) : noLoad(weeks);
}

function givenBy(customer: StoredCustomer, asOf: string, untilMs: number): PolicyTest['given'] {
  const at = Date.parse(asOf);
  return {
    customer: attributesOf(customer),
    signals: customer.signals.map((signal): TestSignal => {
      const { name, value, occurredAt, context } = signal;
      const data = signal.data ?? invoiceData(customer, context);
      return {
        atMs: Math.min(0, Date.parse(occurredAt) - at),
        name,
        value,
        ...(context !== undefined && { context }),
        ...(data && { data }),
      };
    }),
    crossings: [],
    controls: [],
    answers: [],
    tasks: [],
    payments: { declines: [], thenSucceed: true },
    untilMs,
  };
}

// What a billing fact said about its invoice is kept with the invoice.
function invoiceData({ invoices }: StoredCustomer, context: string | undefined): TestSignal['data'] {
  const invoice = invoices.find(({ id }) => context === `invoice:${id}`);
  if (!invoice) return undefined;
  const { id, amountMinor, currency, declineCode } = invoice;
  return { invoice: id, amountMinor, currency, ...(declineCode !== undefined && { declineCode }) };
}

function withParameters(book: CompiledBook, { playbook: id, with: given }: StartShape): CompiledBook {
  const playbook = book.playbooks[id];
  if (!playbook || Object.keys(given).length === 0) return book;
  const program = { ...playbook.program, parameters: { ...playbook.program.parameters, ...given } };
  return { ...book, playbooks: { ...book.playbooks, [id]: { ...playbook, program } } };
}
