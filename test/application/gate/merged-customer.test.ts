import { stopTreatment } from '../../../application/controls';
import { putCustomer } from '../../../application/customers';
import { verifyLedger } from '../../../application/ledger/verify';
import { mergeCustomers } from '../../../application/merge-customers';
import { readTreatment } from '../../../application/treatments';
import { mergedTables } from '../../../ports/store/tables/customer-merge';
import { bookedCharges } from '../../ports/payments/sandbox-under-test';
import { testActor } from '../../support/application';
import { failedInvoice, paidInvoice, send, signal } from '../../support/facts-sent';
import { gateStage, openOutside, type GateStage, type Outside } from '../../support/gate-stage';
import { describeStores } from '../../support/stores';

const notice = {
  kind: 'message',
  template: 'update',
  channel: 'email',
  class: 'transactional',
  to: 'billing',
} as const;
const all = { kind: 'charge', invoices: 'open' } as const;

describeStores('a treatment whose customer was merged into another', (kind) => {
  let outside: Outside;
  let next = 0;
  beforeAll(async () => {
    outside = await openOutside(kind);
  }, 240_000);
  afterAll(() => outside.close());

  /** A customer without anything, to merge into. */
  async function other(stage: GateStage): Promise<string> {
    next += 1;
    const put = await putCustomer(stage.app, { id: `other-${next}` }, testActor);
    if (!put.ok) throw new Error(put.message);
    return put.customerKey;
  }
  const merge = (stage: GateStage, into: string) =>
    mergeCustomers(stage.app, { from: stage.customerKey, into }, testActor);
  const leftBehind = async (stage: GateStage) => {
    const counts = [];
    for (const table of mergedTables) {
      const rows = await stage.query(`SELECT 1 FROM ${table} WHERE customer_key = $1`, [stage.customerKey]);
      if (rows.length > 0) counts.push([table, rows.length]);
    }
    return counts;
  };
  const moved = async (stage: GateStage) =>
    (await bookedCharges(outside.sandboxUrl))
      .filter(({ invoice }) => invoice === stage.invoiceId)
      .map(({ customerRef, timesMoved }) => [customerRef, timesMoved]);

  it('mails, charges its payer, asks, scores and ends under the key it was started with', async () => {
    const stage = await gateStage(outside);
    const key = await other(stage);
    expect(await merge(stage, key)).toMatchObject({ ok: true, merged: true });
    const { activities, step, command } = stage;
    expect(await activities.sendMessage(command('notice', notice))).toMatchObject({ status: 'done' });
    expect(await activities.rescore(step('look'))).toMatchObject({ tier: expect.any(String) });
    const ask = { title: 'Call {{ customer.name }}', queue: 'support', dueAt: '2026-03-03T09:00:00.000Z' };
    const { taskId } = await activities.openTask({ ...step('call'), ...ask });
    expect(await stage.query('SELECT customer_key AS key FROM tasks WHERE id = $1', [taskId])).toEqual([
      { key },
    ]);
    expect(await activities.chargeInvoices(command('retries', all))).toMatchObject({ status: 'done' });
    // The provider knows the invoice under the customer it had.
    expect(await moved(stage)).toEqual([[stage.customerKey, 1]]);
    const end = { outcome: 'cured', reason: 'goal', mark: 0, details: '' } as const;
    expect(await activities.completeTreatment({ ...step('end'), ...end })).toMatchObject({
      outcome: 'cured',
    });
    expect(await readTreatment(stage.app, stage.treatmentId)).toMatchObject({
      customerKey: key,
      state: 'closed',
    });
    expect(await leftBehind(stage)).toEqual([]);
    expect(await verifyLedger({ store: outside.store })).toMatchObject({ ok: true });
  });

  it('finds the charge that a crash cut off before the merge, and moves the money once', async () => {
    const stage = await gateStage(outside);
    const crash = (point: string): void => {
      if (point === 'afterTransport') throw new Error('killed');
    };
    const killed = stage.worker({ parts: { crash } }).chargeInvoices(stage.command('retries', all));
    await expect(killed).rejects.toThrow('killed');
    await merge(stage, await other(stage));
    const again = await stage.activities.chargeInvoices(stage.command('retries', all));
    expect(again).toMatchObject({ status: 'done' });
    expect(await moved(stage)).toEqual([[stage.customerKey, 1]]);
  });

  it('does nothing twice and nothing after a stop while facts, a stop, effects and the merge race', async () => {
    for (let round = 0; round < 8; round += 1) {
      const stage = await gateStage(outside);
      const key = await other(stage);
      const fact = (n: number) =>
        send(stage.app, signal(stage.app, 'seats', n, { customer: stage.customerKey }));
      const effects = () =>
        Promise.all([
          stage.activities.sendMessage(stage.command('notice', notice)),
          stage.activities.chargeInvoices(stage.command('retries', all)),
        ]);
      const stop = () => stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'race' });
      await Promise.allSettled([
        fact(1),
        effects(),
        merge(stage, key),
        fact(2),
        round % 2 === 0 ? stop() : fact(3),
      ]);
      // Temporal tries an activity again that lost a race.
      await effects();
      if (round % 2 === 1) await stop();
      expect(await merge(stage, key)).toMatchObject({ ok: true, customerKey: key });
      expect(await leftBehind(stage)).toEqual([]);
      const facts = await stage.query("SELECT 1 FROM signals WHERE customer_key = $1 AND name = 'seats'", [
        key,
      ]);
      expect(facts).toHaveLength(round % 2 === 0 ? 2 : 3);
      expect(stage.mails()).toBeLessThanOrEqual(1);
      const charges = await moved(stage);
      expect(charges.filter(([, times]) => times === 1).length).toBeLessThanOrEqual(1);
      const entries = await stage.query<{ text: string }>(
        'SELECT text FROM ledger_entries WHERE customer_key = $1 ORDER BY position',
        [key],
      );
      const content = entries.map(
        ({ text }) => (JSON.parse(text) as { content: { control?: string } }).content,
      );
      const kinds = entries.map(({ text }) => (JSON.parse(text) as { kind: string }).kind);
      const stoppedAt = content.findIndex(({ control }) => control === 'stop');
      if (stoppedAt >= 0) expect(kinds.slice(stoppedAt)).not.toContain('attempt');
    }
    expect(await verifyLedger({ store: outside.store })).toMatchObject({ ok: true });
  });

  it('hears what is sent about its customer under any of its names', async () => {
    const stage = await gateStage(outside);
    const key = await other(stage);
    await merge(stage, key);
    await send(stage.app, failedInvoice(stage.app, `more-${stage.invoiceId}`, { customer: `other-${next}` }));
    for (const invoice of [stage.invoiceId, `more-${stage.invoiceId}`]) {
      await send(stage.app, paidInvoice(stage.app, invoice, { customer: stage.customerKey }));
    }
    expect(await readTreatment(stage.app, stage.treatmentId)).toMatchObject({
      state: 'ending',
      terminal: { kind: 'goal', outcome: 'cured' },
    });
  });
});
