import type { ArbitratedTreatment } from '../domain/arbitration/decision';
import { type GivesWay, makeRoom } from '../domain/arbitration/merge';
import type { CompiledBook } from '../domain/compiled-book';
import type { Transaction } from '../ports/store/store';
import { readTreatment, type TreatmentRow } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { loadCustomerState } from './customer-state';
import { lockCustomer } from './lock-customer';
import { addPause } from './pausing';
import { acceptTerminal } from './terminal';

/**
 * Stops or pauses the treatments of a merged customer that are in each other's way; gives their ids. `wasOther` tells
 * whose a treatment was before. The customer must be locked.
 */
export async function giveWay(
  tx: Transaction,
  app: Application,
  customerKey: string,
  wasOther: (treatmentId: string) => boolean,
): Promise<string[]> {
  const book = await app.books.active(tx);
  const customer = await lockCustomer(tx, customerKey);
  const { treatments } = await loadCustomerState(tx, customer, { book, asOf: app.clock.now() });
  const byStart = [...treatments].sort((a, b) =>
    a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0,
  );
  const given = makeRoom(byStart.map(asArbitrated), ({ id }) => wasOther(id), book);
  for (const one of given) await carryOut(tx, app, book, one);
  return given.map(({ treatmentId }) => treatmentId);
}

async function carryOut(
  tx: Transaction,
  app: Application,
  book: CompiledBook,
  { treatmentId, to, how }: GivesWay,
): Promise<void> {
  const treatment = await readTreatment(tx, treatmentId);
  const other = await readTreatment(tx, to);
  if (!treatment || !other) throw new Error(`${treatmentId} or ${to} is not in the store`);
  const title = book.playbooks[other.playbook]?.title ?? other.playbook;
  if (how === 'pause') {
    await addPause(tx, app, treatment, { reason: `preempted:${to}`, why: `pre-empted by ${title}` });
    return;
  }
  const merged = 'two customers were found to be one';
  const reason =
    how === 'double' ? `${merged}: ${title} treats the same matter` : `${merged}: pre-empted by ${title}`;
  await acceptTerminal(tx, app, treatmentId, { kind: 'stop', reason, outcome: 'stopped' });
}

function asArbitrated({ id, playbook, state, segment, arm, context }: TreatmentRow): ArbitratedTreatment {
  return { id, playbook, state, segment, arm, ...(context !== null && { context }) };
}
