import { acceptSignals } from '../../application/accept-signals';
import { verifyLedger } from '../../application/ledger/verify';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { failedInvoice, paidInvoice, rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores } from '../support/stores';

describeStores('taking signals', (kind) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await testApplication({ kind, book: intakeBook() });
  });
  afterAll(async () => {
    await app.close();
  });
  const treatments = (customer: string) =>
    rows<{ id: string; state: string; playbook: string; terminal_kind: string; why: string }>(
      app,
      `SELECT t.* FROM treatments t JOIN identities i USING (customer_key) WHERE i.value = $1 ORDER BY ordinal`,
      [customer],
    );

  it('turns a failed invoice into a crossing, a treatment and work for the relay', async () => {
    const [result] = await send(app, failedInvoice(app, 'in_1', { customer: 'c1' }));
    expect(result).toMatchObject({ status: 'accepted', crossings: [expect.stringMatching(/^crossing:/)] });
    const [treatment] = await treatments('c1');
    expect(treatment).toMatchObject({ state: 'running', playbook: 'payment-cure' });
    expect(treatment?.why).toMatch(/^Entered “Payment failed”/);
    expect(result?.treatments).toEqual([treatment?.id]);
    const work = await rows(app, 'SELECT kind FROM outbox WHERE treatment_id = $1', [treatment?.id]);
    expect(work).toEqual([{ kind: 'start' }]);
  });

  it('takes the same id of the same origin once, also within a batch', async () => {
    const fact = failedInvoice(app, 'in_2', { customer: 'c2' });
    const [first, twin] = await send(app, fact, fact);
    const [again] = await send(app, fact);
    expect([first?.status, twin?.status, again?.status]).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(await treatments('c2')).toHaveLength(1);
    const [invoice] = await rows(app, "SELECT attempts FROM invoices WHERE id = 'in_2'");
    expect(invoice).toEqual({ attempts: 1 });
  });

  it('ends the cure the moment the last open invoice is paid', async () => {
    await send(
      app,
      failedInvoice(app, 'in_3', { customer: 'c3' }),
      failedInvoice(app, 'in_4', { customer: 'c3' }),
    );
    await send(app, paidInvoice(app, 'in_3', { customer: 'c3' }));
    expect((await treatments('c3')).map((row) => row.state)).toEqual(['running']);
    await send(app, paidInvoice(app, 'in_4', { customer: 'c3' }));
    const [treatment] = await treatments('c3');
    expect(treatment).toMatchObject({ state: 'ending', terminal_kind: 'goal', terminal_outcome: 'cured' });
    const items = await rows(app, 'SELECT seq, kind FROM inbox_items WHERE treatment_id = $1', [
      treatment?.id,
    ]);
    expect(items).toEqual([{ seq: 1, kind: 'goal' }]);
  });

  it('accepts a goal that held after one fact of a batch, although a later fact undid it', async () => {
    await send(app, failedInvoice(app, 'in_5', { customer: 'c4' }));
    await send(
      app,
      paidInvoice(app, 'in_5', { customer: 'c4' }),
      failedInvoice(app, 'in_6', { customer: 'c4' }),
    );
    expect((await treatments('c4'))[0]).toMatchObject({ state: 'ending', terminal_kind: 'goal' });
  });

  it('keeps a paid invoice paid when an older failure arrives late', async () => {
    const older = { customer: 'c5', occurredAt: '2026-03-01T00:00:00Z' };
    await send(app, paidInvoice(app, 'in_7', { customer: 'c5' }), failedInvoice(app, 'in_7', older));
    expect(await rows(app, "SELECT state, currency FROM invoices WHERE id = 'in_7'")).toEqual([
      { state: 'paid', currency: 'eur' },
    ]);
    expect(await treatments('c5')).toEqual([]);
  });

  it('ends a treatment when one of its exits holds', async () => {
    await send(app, signal(app, 'usage_change_30d', -0.5, { customer: 'c6' }));
    await send(app, signal(app, 'cancelled', true, { customer: 'c6' }));
    expect((await treatments('c6'))[0]).toMatchObject({ state: 'ending', terminal_outcome: 'lost' });
  });

  it('ends a treatment whose playbook cancels when its segment is left', async () => {
    await send(app, signal(app, 'usage_change_30d', -0.5, { customer: 'c7' }));
    app.clock.advance(1_000);
    await send(app, signal(app, 'usage_change_30d', 0.1, { customer: 'c7' }));
    expect((await treatments('c7'))[0]).toMatchObject({ state: 'ending', terminal_outcome: 'left' });
  });

  it('tells a treatment only the events its program mentions, in one outbox row', async () => {
    await send(app, failedInvoice(app, 'in_8', { customer: 'c8' }));
    await send(app, signal(app, 'usage_change_30d', 0, { customer: 'c8' }));
    await send(
      app,
      signal(app, 'card_updated', true, { customer: 'c8' }),
      signal(app, 'card_updated', true, { customer: 'c8' }),
    );
    const [treatment] = await treatments('c8');
    const items = await rows(app, 'SELECT seq, item FROM inbox_items WHERE treatment_id = $1', [
      treatment?.id,
    ]);
    expect(items.map((row) => row['seq'])).toEqual([1, 2]);
    expect(items[0]?.['item']).toMatchObject({
      kind: 'event',
      name: 'card_updated',
      seq: 1,
      facts: { sequence: expect.any(Number) },
    });
    const work = await rows(app, "SELECT 1 FROM outbox WHERE treatment_id = $1 AND kind = 'inbox'", [
      treatment?.id,
    ]);
    expect(work).toHaveLength(1);
  });

  it('refuses a fact that it cannot read, with the field and the fix, and takes the others', async () => {
    const results = await send(
      app,
      signal(app, 'usage_change', 1, { customer: 'c9' }),
      signal(app, 'usage_change_30d', 'low', { customer: 'c9' }),
      signal(app, 'failures_7d', 1, { customer: 'c9' }),
      signal(app, 'seats', 3, { customer: 'c9', occurredAt: '2026-03-02T09:20:00Z' }),
      signal(app, 'invoice_payment_failed', 1, { customer: 'c9', data: { invoice: 'x' } }),
      signal(app, 'invoice_paid', 1, { customer: 'c9' }),
      signal(app, 'seats', 3, { customer: 'c9' }),
    );
    expect(results.map(({ status, code, field }) => [status, code, field])).toEqual([
      ['rejected', 'unknownSignal', 'name'],
      ['rejected', 'wrongType', 'value'],
      ['rejected', 'derivedSignal', 'name'],
      ['rejected', 'inFuture', 'occurredAt'],
      ['rejected', 'amountMissing', 'data.amountMinor'],
      ['rejected', 'invoiceMissing', 'data.invoice'],
      ['accepted', undefined, undefined],
    ]);
  });

  it('refuses a fact of a signal that is about one thing and names none, or another kind of thing', async () => {
    const contexts = [undefined, 'invoice:in_1', 'complaint:', 'complaint:1'];
    const results = await send(
      app,
      ...contexts.map((context) => signal(app, 'complaint_thread', 'x', { customer: 'c11', context })),
    );
    expect(results.map(({ status, field }) => [status, field])).toEqual([
      ['rejected', 'context'],
      ['rejected', 'context'],
      ['rejected', 'context'],
      ['accepted', undefined],
    ]);
    expect(results[0]?.message).toBe(
      'complaint_thread must name the complaint that it is about: send context "complaint:<id>"',
    );
  });

  it('records a backfill as of each fact without treating, and every crossing on the way', async () => {
    const at = (month: number) => ({ customer: 'c10', occurredAt: `2025-0${month}-01T00:00:00Z` });
    const results = await acceptSignals(
      app,
      [3, 1, 2].map((month) => signal(app, 'usage_change_30d', month === 2 ? 0 : -0.9, at(month))),
      { actor: testActor, backfill: true },
    );
    expect(results.map((result) => result.crossings.length)).toEqual([1, 1, 1]);
    expect(await treatments('c10')).toEqual([]);
    const crossings = await rows(
      app,
      `SELECT direction, occurred_at, disposition FROM crossings c JOIN identities i USING (customer_key)
       WHERE value = 'c10' ORDER BY sequence`,
    );
    expect(crossings).toEqual([
      { direction: 'entered', occurred_at: '2025-01-01T00:00:00.000Z', disposition: 'backfill' },
      { direction: 'exited', occurred_at: '2025-02-01T00:00:00.000Z', disposition: 'backfill' },
      { direction: 'entered', occurred_at: '2025-03-01T00:00:00.000Z', disposition: 'backfill' },
    ]);
  });

  it('writes nothing of a membership that does not change', async () => {
    await send(app, signal(app, 'usage_change_30d', -0.5, { customer: 'c11' }));
    const read = () =>
      rows(
        app,
        "SELECT m.xmin::text, m.membership FROM memberships m JOIN identities i USING (customer_key) WHERE value = 'c11'",
      );
    const before = await read();
    await send(app, signal(app, 'cancelled', false, { customer: 'c11' }));
    expect(await read()).toEqual(before);
  });

  it('leaves a ledger that verifies', async () => {
    expect(await verifyLedger(app)).toMatchObject({ ok: true, problems: [] });
  });
});
