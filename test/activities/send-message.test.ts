import ICAL from 'ical.js';
import { stopTreatment } from '../../application/controls';
import { testActor } from '../support/application';
import { dieAt } from '../support/die-at';
import { gateBook } from '../support/gate-book';
import { gateStage, openOutside, type GateStage, type Outside, stageForEach } from '../support/gate-stage';

const notice = {
  kind: 'message',
  template: 'update',
  channel: 'email',
  class: 'transactional',
  to: 'billing',
} as const;
const marketing = { ...notice, class: 'marketing' } as const;
const dayMs = 86_400_000;

describe('sending a message', () => {
  let stage: GateStage;
  const outside = stageForEach((made) => {
    stage = made;
  });
  afterEach(() => stage.query('DELETE FROM kill_switches'));

  const stateOf = async () => (await stage.effects()).map((row) => row.state);

  it('reaches the contact of the role with the template rendered', async () => {
    const result = await stage.activities.sendMessage(stage.command('notice', notice));
    expect(result).toMatchObject({ status: 'done', outcome: 'sent', count: 1 });
    expect(stage.mails()).toBe(1);
    const caught = outside().catcher.messages().at(-1)!;
    expect(caught.subject).toBe('Please update your card');
    expect(caught.text).toContain('Hello Ann: http://127.0.0.1/update-card');
  });

  it('writes verdict, attempt and receipt to the ledger, in this order, without the address', async () => {
    await stage.activities.sendMessage(stage.command('notice', notice));
    const entries = (await stage.ledger()).filter(({ content }) => typeof content.requestKey === 'string');
    expect(entries.map(({ kind }) => kind)).toEqual(['verdict', 'attempt', 'receipt']);
    const texts = await stage.query<{ text: string }>('SELECT text FROM ledger_entries');
    expect(texts.map(({ text }) => text).join()).not.toContain('example.org');
  });

  it('writes where the treatment is', async () => {
    await stage.activities.sendMessage(stage.command('notice', notice));
    const [row] = await stage.query('SELECT step, waiting_for FROM treatments WHERE id = $1', [
      stage.treatmentId,
    ]);
    expect(row).toEqual({ step: 'notice', waiting_for: 'the gate' });
  });

  it('sends once however often it is asked', async () => {
    const command = stage.command('notice', notice);
    await stage.activities.sendMessage(command);
    expect(await stage.activities.sendMessage(command)).toMatchObject({ status: 'done', outcome: 'sent' });
    expect(stage.mails()).toBe(1);
  });

  it('still sends once when the role changed hands before it is asked again', async () => {
    const command = stage.command('notice', notice);
    await stage.activities.sendMessage(command);
    await stage.query("UPDATE contacts SET id = 'c2', email = 'bob@example.org' WHERE customer_key = $1", [
      stage.customerKey,
    ]);
    await stage.activities.sendMessage(command);
    expect(stage.mails()).toBe(1);
  });

  it('sends once after a crash that left a reservation', async () => {
    const dying = stage.worker({ parts: dieAt('afterReserve') });
    await expect(dying.sendMessage(stage.command('notice', notice))).rejects.toThrow('killed');
    expect(await stateOf()).toEqual(['reserved']);
    expect(await stage.activities.sendMessage(stage.command('notice', notice))).toMatchObject({
      status: 'done',
    });
    expect(stage.mails()).toBe(1);
  });

  it.each([
    ['afterAttempting', 0],
    ['afterTransport', 1],
  ] as const)('is in doubt after a crash %s, sends nothing more and asks a person', async (point, sent) => {
    const dying = stage.worker({ parts: dieAt(point) });
    await expect(dying.sendMessage(stage.command('notice', notice))).rejects.toThrow('killed');
    expect(await stateOf()).toEqual(['attempting']);
    const result = await stage.activities.sendMessage(stage.command('notice', notice));
    expect(result).toMatchObject({ status: 'inDoubt', why: expect.stringContaining('cut off') });
    expect(stage.mails()).toBe(sent);
    const tasks = await stage.query('SELECT queue, state FROM tasks WHERE customer_key = $1', [
      stage.customerKey,
    ]);
    expect(tasks).toEqual([{ queue: 'support', state: 'open' }]);
  });

  it('sends nothing after a stop that came between reservation and attempt', async () => {
    const dying = stage.worker({ parts: dieAt('afterReserve') });
    await expect(dying.sendMessage(stage.command('notice', notice))).rejects.toThrow('killed');
    await stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'asked to' });
    const result = await stage.activities.sendMessage(stage.command('notice', notice));
    expect(result).toMatchObject({ status: 'refused', code: 'stopped' });
    expect(await stateOf()).toEqual(['released']);
    expect(stage.mails()).toBe(0);
  });

  it('sends nothing after a kill switch was thrown between reservation and attempt', async () => {
    const dying = stage.worker({ parts: dieAt('afterReserve') });
    await expect(dying.sendMessage(stage.command('notice', notice))).rejects.toThrow('killed');
    await stage.query(
      "INSERT INTO kill_switches (scope, reason, by_whom, at) VALUES ('all', 'incident', 'x', $1)",
      [stage.app.clock.now()],
    );
    expect(await stage.activities.sendMessage(stage.command('notice', notice))).toMatchObject({
      status: 'refused',
      code: 'killSwitch',
    });
    expect(await stateOf()).toEqual(['released']);
    expect(stage.mails()).toBe(0);
  });

  it('waits for the morning and then sends, without a second row', async () => {
    stage.app.clock.set('2026-03-02T23:30:00.000Z');
    const command = stage.command('notice', notice);
    const asked = await stage.activities.sendMessage(command);
    expect(asked).toMatchObject({
      status: 'deferred',
      code: 'quietHours',
      until: '2026-03-03T08:00:00.000Z',
    });
    expect(await stage.activities.sendMessage(command)).toMatchObject({ status: 'deferred' });
    stage.app.clock.set('2026-03-03T08:00:00.000Z');
    expect(await stage.activities.sendMessage(command)).toMatchObject({ status: 'done' });
    expect(await stateOf()).toEqual(['done']);
    expect(stage.mails()).toBe(1);
  });

  it('keeps to the frequency cap over steps and sends when the window frees', async () => {
    await stage.query(
      "INSERT INTO consents (customer_key, channel, class, granted, source, at) VALUES ($1, 'email', 'marketing', true, 'test', $2)",
      [stage.customerKey, stage.app.clock.now()],
    );
    await stage.activities.sendMessage(stage.command('one', marketing));
    const second = await stage.activities.sendMessage(stage.command('two', marketing));
    expect(second).toMatchObject({
      status: 'deferred',
      code: 'frequencyCap',
      until: '2026-03-03T09:00:00.000Z',
    });
    stage.app.clock.set('2026-03-03T09:00:00.000Z');
    expect(await stage.activities.sendMessage(stage.command('two', marketing))).toMatchObject({
      status: 'done',
    });
    expect(stage.mails()).toBe(2);
  });

  describe('to one of several roles', () => {
    const sponsor = { ...notice, to: 'champion', otherwise: ['sponsor', 'billing'] };
    const addContact = (id: string, role: string, email: string | null) =>
      stage.query(
        "INSERT INTO contacts (customer_key, id, role, name, email, changed_at) VALUES ($1, $2, $3, 'Uma', $4, $5)",
        [stage.customerKey, id, role, email, stage.app.clock.now()],
      );
    const receipts = async () => (await stage.effects()).map(({ receipt }) => receipt);

    it('takes the first of them that has an address, and the receipt says which', async () => {
      await addContact('c0', 'champion', null);
      await addContact('c2', 'sponsor', 'uma@example.org');
      expect(await stage.activities.sendMessage(stage.command('plan', sponsor))).toMatchObject({
        status: 'done',
      });
      expect(outside().catcher.messages().at(-1)).toMatchObject({
        text: expect.stringContaining('Hello Uma'),
      });
      expect(await receipts()).toMatchObject([{ outcome: 'sent', role: 'sponsor' }]);
      const texts = await stage.query<{ text: string }>('SELECT text FROM ledger_entries');
      expect(texts.map(({ text }) => text).join()).not.toContain('uma@example.org');
    });

    it('falls back to the last, and still sends once when the first appears later', async () => {
      const command = stage.command('plan', sponsor);
      await stage.activities.sendMessage(command);
      expect(await receipts()).toMatchObject([{ role: 'billing' }]);
      await addContact('c0', 'champion', 'cho@example.org');
      await stage.activities.sendMessage(command);
      expect(stage.mails()).toBe(1);
    });

    it('is refused, naming them all, where none has one', async () => {
      const nobody = { ...notice, to: 'champion', otherwise: ['sponsor'] };
      expect(await stage.activities.sendMessage(stage.command('plan', nobody))).toMatchObject({
        status: 'refused',
        code: 'noContact',
        why: 'no contact with the role champion or sponsor has an address for email',
      });
    });
  });

  it('carries an invitation in business hours of the recipient, which a calendar reads', async () => {
    await stage.query("UPDATE contacts SET zone = 'America/New_York' WHERE customer_key = $1", [
      stage.customerKey,
    ]);
    stage.app.clock.set('2026-03-05T15:10:00.000Z');
    const invitation = { title: 'Value-recovery meeting', leadMs: 3 * 86_400_000, durationMs: 3_600_000 };
    await stage.activities.sendMessage(
      stage.command('invite', { ...notice, template: 'meeting', invitation }),
    );
    const caught = outside().catcher.messages().at(-1)!;
    // Three days later is a Sunday.
    expect(caught.text.trim()).toBe('On 9 March 2026 at 09:00 (America/New_York)');
    const calendar = new ICAL.Component(ICAL.parse(caught.calendar ?? '') as unknown[]);
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!);
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(event.startDate.toJSDate().toISOString()).toBe('2026-03-09T13:00:00.000Z');
    expect(event.endDate.toJSDate().toISOString()).toBe('2026-03-09T14:00:00.000Z');
    expect(event.summary).toBe('Value-recovery meeting');
    expect(event.description).toBe(caught.text.trim());
    expect(event.organizer).toBe(`mailto:${caught.from}`);
    expect(String(event.attendees[0]?.getFirstValue()).toLowerCase()).toBe(`mailto:${caught.to[0]}`);
    expect(event.uid).not.toContain(stage.customerKey);
  });

  it('refuses without a contact for the role, and for marketing without consent', async () => {
    const toNobody = { ...notice, to: 'champion' };
    expect(await stage.activities.sendMessage(stage.command('one', toNobody))).toMatchObject({
      status: 'refused',
      code: 'noContact',
    });
    expect(await stage.activities.sendMessage(stage.command('two', marketing))).toMatchObject({
      status: 'refused',
      code: 'noConsent',
    });
  });

  it('fails where the channel of a running book has no adapter any more', async () => {
    await stage.query("UPDATE contacts SET phone = '+4930123456' WHERE customer_key = $1", [
      stage.customerKey,
    ]);
    const result = await stage.activities.sendMessage(stage.command('one', { ...notice, channel: 'sms' }));
    expect(result).toMatchObject({ status: 'failed', code: 'channelMissing' });
  });

  it('fails, and says which template, when a variable is missing', async () => {
    const result = await stage.activities.sendMessage(
      stage.command('notice', { ...notice, template: 'broken' }),
    );
    expect(result).toMatchObject({
      status: 'failed',
      code: 'templateFault',
      why: expect.stringContaining('broken'),
    });
  });

  it('tries again after a refusal that is not for good, and sends once', async () => {
    outside().catcher.script({ reject: { code: 451, message: '4.3.2 try later' }, times: 1 });
    await expect(stage.activities.sendMessage(stage.command('notice', notice))).rejects.toMatchObject({
      type: 'ChannelUnavailable',
      nonRetryable: false,
    });
    expect(await stateOf()).toEqual(['reserved']);
    expect(await stage.activities.sendMessage(stage.command('notice', notice))).toMatchObject({
      status: 'done',
    });
    expect(stage.mails()).toBe(1);
  });

  it('fails after a hard bounce and suppresses the address', async () => {
    outside().catcher.script({ reject: { code: 550, message: '5.1.1 no such user' }, times: 1 });
    const result = await stage.activities.sendMessage(stage.command('notice', notice));
    expect(result).toMatchObject({ status: 'failed', code: 'hardBounce' });
    const next = await stage.activities.sendMessage(stage.command('other', notice));
    expect(next).toMatchObject({ status: 'refused', code: 'suppressed' });
  });

  it('is in doubt, and not sent again, when the connection breaks after the data', async () => {
    outside().catcher.script({ dropAfterData: 'kept', times: 1 });
    const command = stage.command('notice', notice);
    expect(await stage.activities.sendMessage(command)).toMatchObject({ status: 'inDoubt' });
    expect(await stage.activities.sendMessage(command)).toMatchObject({ status: 'inDoubt' });
    expect(stage.mails()).toBe(1);
  });
});

describe('sending a message in another mode', () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await openOutside();
  });
  afterAll(() => outside.close());

  it('does nothing in a dry run and says so', async () => {
    const stage = await gateStage(outside, { book: gateBook({ policies: { dryRun: true } }) });
    expect(await stage.activities.sendMessage(stage.command('notice', notice))).toMatchObject({
      status: 'refused',
      code: 'dryRun',
    });
    expect(stage.mails()).toBe(0);
  });

  it('keeps payment reminders a day apart, and ends with as many as a cycle allows', async () => {
    const { contact } = gateBook().policies;
    const reminders = { messages: 1, periodMs: dayMs, perCycle: 2 };
    const book = gateBook({ policies: { contact: { ...contact, reminders } } });
    const stage = await gateStage(outside, { book });
    const send = (n: number) =>
      stage.activities.sendMessage(stage.command('notice', notice, { path: `${n}` }));
    expect(await send(1)).toMatchObject({ status: 'done' });
    expect(await send(2)).toMatchObject({ status: 'deferred', code: 'frequencyCap' });
    stage.app.clock.advance(dayMs);
    expect(await send(2)).toMatchObject({ status: 'done' });
    stage.app.clock.advance(dayMs);
    expect(await send(3)).toMatchObject({ status: 'refused', code: 'enoughReminders' });
    expect(stage.mails()).toBe(2);
  });

  it('sends a held-out customer the baseline and nothing else', async () => {
    const stage = await gateStage(outside, { book: gateBook({ holdoutShare: 1 }) });
    expect(await stage.activities.sendMessage(stage.command('notice', notice))).toMatchObject({
      status: 'refused',
      code: 'holdout',
    });
    expect(await stage.activities.sendMessage(stage.command('legal', notice))).toMatchObject({
      status: 'done',
    });
    expect(stage.mails()).toBe(1);
  });
});
