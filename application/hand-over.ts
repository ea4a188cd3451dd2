import { decideStart } from '../domain/arbitration/decide-start';
import type { ArbitratedTreatment, HandOverAsk } from '../domain/arbitration/decision';
import { factsAbout } from '../domain/facts';
import type { Transaction } from '../ports/store/store';
import { readCrossings } from '../ports/store/tables/crossings';
import { readTreatment, type TreatmentRow } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { applyDecisions } from './apply-decisions';
import { loadCustomerState } from './customer-state';
import { factsOf } from './facts';
import { lockCustomer } from './lock-customer';
import { withoutSendersWords } from './senders-words';

/** A treatment that wants another play to go on with its customer. */
export interface HandOver {
  readonly treatmentId: string;
  readonly customerKey: string;
  readonly playbook: string;
  readonly with: HandOverAsk['with'];
}

/**
 * Arbitrates the start of another play against all treatments but the one that hands over; gives what was decided.
 * A start that has to wait keeps its name and what it was given.
 */
export async function handOver(tx: Transaction, app: Application, asked: HandOver): Promise<string> {
  const customer = await lockCustomer(tx, asked.customerKey);
  const book = await app.books.active(tx);
  const playbook = book.playbooks[asked.playbook];
  const from = await readTreatment(tx, asked.treatmentId);
  const [stored] = await readCrossings(tx, from ? [from.crossingId] : []);
  const crossing = stored && withoutSendersWords(stored);
  if (!playbook) throw new RangeError(`the active book has no playbook "${asked.playbook}" to hand over to`);
  if (!from || !crossing)
    throw new RangeError(`treatment ${asked.treatmentId} and its crossing are not in the store`);
  const asOf = app.clock.now();
  const state = await loadCustomerState(tx, customer, { book, asOf });
  // An activity tried again meets the treatment its first try started.
  const already = state.treatments.find(
    (one) => one.playbook === playbook.id && one.crossingId === crossing.id && one.state !== 'closed',
  );
  if (already) return 'start';
  const known = factsOf(state, {
    book,
    asOf,
    about: crossing.context === undefined ? [] : [crossing.context],
  });
  const { salt, globalShare } = book.policies.holdout;
  const treatments = state.treatments.filter((one) => one.id !== asked.treatmentId).map(asArbitrated);
  const input = {
    book,
    customerKey: customer.key,
    crossings: [crossing],
    deferred: [],
    treatments,
    ...known,
    asOf,
    salt,
    globalShare,
  };
  const handOver = {
    with: asked.with,
    member: factsAbout(known, crossing.context).segments.includes(crossing.segment),
  };
  // It stands alone: nothing is there for it to come before.
  const alone = { rejected: [], segmentPriority: 0, expectedValue: 0 };
  const candidate = { crossing, playbook, with: asked.with, ...alone, handOver };
  const decision = decideStart(input, candidate, { treatments, starting: new Set() });
  await applyDecisions(tx, app, {
    ...known,
    decisions: [decision],
    crossings: [crossing],
    book,
    state,
    asOf,
  });
  return decision.action;
}

function asArbitrated({
  id,
  playbook,
  state,
  segment,
  arm,
  context,
  closedAt,
}: TreatmentRow): ArbitratedTreatment {
  return {
    id,
    playbook,
    state,
    segment,
    arm,
    ...(context !== null && { context }),
    ...(closedAt !== null && { closedAt }),
  };
}
