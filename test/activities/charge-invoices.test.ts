import { stopTreatment } from '../../application/controls';
import { settleForgottenEffects } from '../../activities/reconcile';
import { testActor } from '../support/application';
import { dieAt } from '../support/die-at';
import { paidInvoice, send, signal } from '../support/facts-sent';
import { gateStage, type GateStage, stageForEach } from '../support/gate-stage';
import { control } from '../ports/payments/sandbox-under-test';

const all = { kind: 'charge', invoices: 'open' } as const;
const dayMs = 86_400_000;

describe('charging the open invoices', () => {
  let stage: GateStage;
  const outside = stageForEach((made) => {
    stage = made;
  });

  const attempt = (n: number) => stage.command('retries', all, { path: `retries:${n}` });
  const states = async () => (await stage.effects()).map((row) => row.state);
  const invoice = async () =>
    (await stage.query<{ state: string }>('SELECT state FROM invoices WHERE id = $1', [stage.invoiceId]))[0]
      ?.state;
  const terminal = async () =>
    (
      await stage.query<{ kind: string | null }>(
        'SELECT terminal_kind AS kind FROM treatments WHERE id = $1',
        [stage.treatmentId],
      )
    )[0]?.kind;

  it('takes the money, pays the invoice and reaches the goal, all in one transaction', async () => {
    expect(await stage.activities.chargeInvoices(attempt(1))).toMatchObject({
      status: 'done',
      outcome: 'paid',
      count: 1,
      amount: 1_000,
    });
    expect(await stage.charges()).toMatchObject([
      { invoice: stage.invoiceId, attempt: '1', timesMoved: 1, amountMinor: 1_000 },
    ]);
    expect([await invoice(), await terminal()]).toEqual(['paid', 'goal']);
  });

  it('charges once however often it is asked', async () => {
    await stage.activities.chargeInvoices(attempt(1));
    expect(await stage.activities.chargeInvoices(attempt(1))).toMatchObject({ status: 'done', count: 1 });
    expect(await stage.charges()).toHaveLength(1);
  });

  it('says declined, with the class and the time of the next attempt', async () => {
    await stage.script(['insufficient_funds']);
    const result = await stage.activities.chargeInvoices(attempt(1));
    expect(result).toMatchObject({
      status: 'declined',
      code: 'insufficient_funds',
      declineClass: 'softTimed',
      retryAt: '2026-03-05T10:00:00.000Z',
    });
    expect(await invoice()).toBe('open');
  });

  it('puts an attempt before its time off, and makes it at its time under the next number', async () => {
    await stage.script(['insufficient_funds']);
    await stage.activities.chargeInvoices(attempt(1));
    expect(await stage.activities.chargeInvoices(attempt(2))).toMatchObject({
      status: 'deferred',
      code: 'retrySchedule',
      until: '2026-03-05T10:00:00.000Z',
    });
    stage.app.clock.set('2026-03-05T10:00:00.000Z');
    expect(await stage.activities.chargeInvoices(attempt(2))).toMatchObject({
      status: 'done',
      outcome: 'paid',
    });
    expect((await stage.charges()).map((one) => one.attempt).sort()).toEqual(['1', '2']);
  });

  it('retries at once after the card was updated', async () => {
    await stage.script(['insufficient_funds']);
    await stage.activities.chargeInvoices(attempt(1));
    stage.app.clock.advance(60_000);
    await send(stage.app, signal(stage.app, 'card_updated', true, { customer: stage.customerKey }));
    stage.app.clock.advance(60_000);
    expect(await stage.activities.chargeInvoices(attempt(2))).toMatchObject({
      status: 'done',
      outcome: 'paid',
    });
  });

  it.each(['lost_card', 'expired_card'])('makes no further attempt after %s', async (code) => {
    await stage.script([code]);
    const first = await stage.activities.chargeInvoices(attempt(1));
    expect(first).toMatchObject({ status: 'declined', code });
    expect(first).not.toHaveProperty('retryAt');
    stage.app.clock.advance(30 * dayMs);
    expect(await stage.activities.chargeInvoices(attempt(2))).toMatchObject({ status: 'declined', code });
    expect(await stage.charges()).toHaveLength(1);
  });

  it('makes no attempt at all on a card that was reported lost', async () => {
    const lost = await gateStage(outside(), { declineCode: 'lost_card' });
    const result = await lost.activities.chargeInvoices(lost.command('retries', all, { path: 'retries:1' }));
    expect(result).toMatchObject({ status: 'declined', code: 'lost_card', declineClass: 'hardStop' });
    expect(await lost.charges()).toEqual([]);
  });

  it.each(['afterReserve', 'afterAttempting', 'afterTransport'] as const)(
    'moves the money once after a crash %s',
    async (point) => {
      const dying = stage.worker({ parts: dieAt(point) });
      await expect(dying.chargeInvoices(attempt(1))).rejects.toThrow('killed');
      expect(await stage.activities.chargeInvoices(attempt(1))).toMatchObject({
        status: 'done',
        outcome: 'paid',
      });
      expect(await stage.charges()).toMatchObject([{ attempt: '1', timesMoved: 1 }]);
      expect(await invoice()).toBe('paid');
    },
  );

  it('moves the money once when the answer was lost after the effect', async () => {
    await control(outside().sandboxUrl, 'faults', { loseAnswers: 2 });
    await expect(stage.activities.chargeInvoices(attempt(1))).rejects.toMatchObject({
      type: 'PaymentGatewayUnavailable',
      nonRetryable: false,
    });
    expect(await states()).toEqual(['attempting']);
    expect(await stage.activities.chargeInvoices(attempt(1))).toMatchObject({
      status: 'done',
      outcome: 'paid',
    });
    expect(await stage.charges()).toMatchObject([{ timesMoved: 1 }]);
  });

  it('moves no money after a stop that came between reservation and attempt', async () => {
    const dying = stage.worker({ parts: dieAt('afterReserve') });
    await expect(dying.chargeInvoices(attempt(1))).rejects.toThrow('killed');
    await stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'asked to' });
    expect(await stage.activities.chargeInvoices(attempt(1))).toMatchObject({
      status: 'refused',
      code: 'stopped',
    });
    expect(await states()).toEqual(['released']);
    expect(await stage.charges()).toEqual([]);
  });

  it('does not repeat a lost request once the customer has paid another way', async () => {
    const dying = stage.worker({ parts: dieAt('afterAttempting') });
    await expect(dying.chargeInvoices(attempt(1))).rejects.toThrow('killed');
    await send(stage.app, paidInvoice(stage.app, stage.invoiceId, { customer: stage.customerKey }));
    expect(await stage.activities.chargeInvoices(attempt(1))).toMatchObject({ status: 'inDoubt' });
    expect(await stage.charges()).toEqual([]);
  });

  it('settles by itself, a day later, an attempt the provider has no record of', async () => {
    const dying = stage.worker({ parts: dieAt('afterAttempting') });
    await expect(dying.chargeInvoices(attempt(1))).rejects.toThrow('killed');
    expect(await settleForgottenEffects(stage.deps, 60_000)).toBe(0);
    stage.app.clock.advance(dayMs + 60_000);
    await settleForgottenEffects(stage.deps, 60_000);
    expect(await states()).toEqual(['failed']);
  });

  it('settles by itself an attempt that the provider has booked', async () => {
    const dying = stage.worker({ parts: dieAt('afterTransport') });
    await expect(dying.chargeInvoices(attempt(1))).rejects.toThrow('killed');
    stage.app.clock.advance(120_000);
    await settleForgottenEffects(stage.deps, 60_000);
    expect([await states(), await invoice(), await terminal()]).toEqual([['done'], 'paid', 'goal']);
  });

  it('says there is nothing to do without an open invoice', async () => {
    await stage.activities.chargeInvoices(attempt(1));
    await stage.query('UPDATE treatments SET terminal_kind = NULL WHERE id = $1', [stage.treatmentId]);
    expect(await stage.activities.chargeInvoices(attempt(2))).toMatchObject({
      status: 'refused',
      code: 'nothingToDo',
    });
  });
});
