import type { InboxItem } from '../../domain/inbox';
import { RuntimeRefusal } from '../../ports/temporal/treatment-runtime';
import {
  buryRow,
  markItemsDelivered,
  markRowsDelivered,
  markStarted,
  type OutboxWork,
  postponeRow,
  undeliveredItems,
} from '../../ports/store/tables/outbox-delivery';
import { closeTreatment } from '../close-treatment';
import { startPayload } from '../start-payload';
import { backoffMs } from './backoff';
import type { RelayOptions } from './relay';

// Temporal advises at most 5 signals a second per workflow and 2 MiB a payload: one signal carries many items, but not any number.
const itemsPerSignal = 100;

/** Starts the workflow of a treatment and records that the server has it. */
export async function deliverStart(options: RelayOptions, row: OutboxWork): Promise<void> {
  const { app, runtime } = options;
  if (row.treatmentState === 'closed') {
    await app.store.transaction((tx) => markRowsDelivered(tx, [row.id], app.clock.now()));
    return;
  }
  const input = await app.store.transaction((tx) => startPayload(tx, app, row.treatmentId));
  await runtime.start(input);
  options.crash('afterSignal');
  await app.store.transaction((tx) => markStarted(tx, row.treatmentId, row.id, app.clock.now()));
}

/** Delivers all open items of a treatment in one signal; a workflow that is gone closes the treatment. */
export async function deliverInbox(options: RelayOptions, rows: readonly OutboxWork[]): Promise<void> {
  const { app } = options;
  const { treatmentId, customerKey, treatmentState } = rows[0]!;
  const outboxIds = rows.map((row) => row.id);
  const items = await app.store.transaction((tx) => undeliveredItems(tx, treatmentId, itemsPerSignal));
  const last = items.at(-1);
  if (!last || treatmentState === 'closed') {
    await app.store.transaction((tx) => markRowsDelivered(tx, outboxIds, app.clock.now()));
    return;
  }
  if ((await deliverOrSkip(options, treatmentId, items)) === 'notFound') {
    await settleGone(options, treatmentId);
    return;
  }
  options.crash('afterSignal');
  await app.store.transaction((tx) =>
    markItemsDelivered(tx, { customerKey, treatmentId, seq: last.seq, outboxIds, at: app.clock.now() }),
  );
  if (items.length === itemsPerSignal) await deliverInbox(options, rows);
}

// An item the server will never take arrives as `skip`, so that the workflow's mark has no gap.
async function deliverOrSkip(
  options: RelayOptions,
  treatmentId: string,
  items: readonly InboxItem[],
): Promise<'delivered' | 'notFound'> {
  try {
    return await options.runtime.deliver(treatmentId, items);
  } catch (error) {
    const only = items[0];
    if (!(error instanceof RuntimeRefusal) || !only) throw error;
    if (items.length === 1) {
      if (only.kind === 'skip') throw error;
      options.app.log.error(
        { treatmentId, seq: only.seq, error: error.message },
        'item refused for good; sent as skip',
      );
      return options.runtime.deliver(treatmentId, [{ seq: only.seq, kind: 'skip' }]);
    }
    const half = Math.ceil(items.length / 2);
    const first = await deliverOrSkip(options, treatmentId, items.slice(0, half));
    return first === 'notFound' ? first : deliverOrSkip(options, treatmentId, items.slice(half));
  }
}

// NOT_FOUND alone may be a start that is still on its way: only a described closed or absent workflow closes the treatment.
async function settleGone(options: RelayOptions, treatmentId: string): Promise<void> {
  const { app, runtime } = options;
  const state = await runtime.state(treatmentId);
  if (state === 'running') throw new Error(`${treatmentId} was not found by the signal, yet it is running`);
  await app.store.transaction((tx) =>
    closeTreatment(tx, app, {
      treatmentId,
      outcome: 'failed',
      reason: state === 'closed' ? 'workflowClosed' : 'workflowAbsent',
      mark: 0,
      details: 'Found gone when the relay delivered to it.',
    }),
  );
}

/** Tries a row again later, with growing pauses of wall-clock time. */
export async function postpone(options: RelayOptions, row: OutboxWork, error: unknown): Promise<void> {
  const notBefore = new Date(options.wallNow() + backoffMs(row.attempts)).toISOString();
  options.app.log.warn(
    { treatmentId: row.treatmentId, attempts: row.attempts + 1, error: String(error) },
    'delivery postponed',
  );
  await options.app.store.transaction((tx) =>
    postponeRow(tx, { id: row.id, treatmentId: row.treatmentId, notBefore, error: String(error) }),
  );
}

/** Puts a row aside that the server will never take; a treatment that cannot start is closed as failed. */
export async function bury(options: RelayOptions, row: OutboxWork, error: Error): Promise<void> {
  const { app } = options;
  app.log.error(
    { treatmentId: row.treatmentId, error: error.message },
    'delivery refused for good; put aside',
  );
  await app.store.transaction(async (tx) => {
    await buryRow(tx, { id: row.id, at: app.clock.now(), error: error.message });
    if (row.kind !== 'start') return;
    await closeTreatment(tx, app, {
      treatmentId: row.treatmentId,
      outcome: 'failed',
      reason: 'startRefused',
      mark: 0,
      details: error.message.slice(0, 200),
    });
  });
}
