import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { listApprovals } from '../../application/people/approvals';
import { startWorld, type World } from '../support/world';
import { disagreements } from '../support/world-evidence';

const worth = { attributes: { name: 'Alder', annualRevenue: 90_000 }, zone: 'Europe/Berlin' };

const isFurther = ({ step }: { readonly step: string }): boolean => step === 'further';

// Days of virtual time on a busy machine.
jest.setTimeout(180_000);

describe('save play', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  }, 150_000);
  // Receipts, ledger and outcome tell one story, whatever the path.
  afterEach(async () => expect(await disagreements(world)).toEqual([]));
  afterAll(() => world.close());

  const save = (customer: string) => world.treatment(customer, 'save-play');
  const steps = async (customer: string) =>
    (await save(customer)).tasks.map(({ step, state }) => `${String(step)} ${String(state)}`);
  const controls = async (key: string) =>
    (await world.ledger(key))
      .filter(({ kind }) => kind === 'approval' || kind === 'outcome')
      .map(({ kind }) => kind);
  const plans = (customer: string) =>
    world.mails(customer).filter(({ subject }) => subject.startsWith('What we will do'));

  /** The invited meeting by the clock of the recipient, as a calendar reads it. */
  const meeting = (customer: string) => {
    const [mail, ...others] = world.mails(customer).filter(({ calendar }) => calendar !== null);
    if (!mail || others.length > 0) throw new Error(`not one invitation but ${others.length}`);
    const calendar = new ICAL.Component(ICAL.parse(mail.calendar ?? '') as unknown[]);
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!);
    const start = DateTime.fromJSDate(event.startDate.toJSDate(), { zone: worth.zone });
    return {
      inBusinessHours: start.weekday <= 5 && start.hour >= 9 && start.hour < 17,
      hours: DateTime.fromJSDate(event.endDate.toJSDate()).diff(start).as('hours'),
      method: calendar.getFirstPropertyValue('method'),
    };
  };

  /** Usage falls in the week the champion leaves: the play starts at once. */
  async function atRisk(customer: string): Promise<{ id: string; key: string }> {
    const key = await world.customer(customer, worth);
    await world.signal(customer, 'usage_change_30d', -0.4);
    await world.signal(customer, 'champion_departed', true);
    const { id, why } = await save(customer);
    expect(why).toContain('champion');
    return { id, key };
  }

  /** The executive has called and an owner is named: the plan waits for a manager. */
  async function withPlanAsked(customer: string): Promise<{ id: string; key: string }> {
    const begun = await atRisk(customer);
    await world.finish(begun.id, 'escalation', 'called');
    await world.finish(begun.id, 'owner', 'named');
    expect((await save(customer)).approvals).toMatchObject([{ step: 'approval', state: 'open' }]);
    return begun;
  }

  /** Both signals recover: the score is low from the next look on. */
  async function recovers(customer: string): Promise<void> {
    await world.signal(customer, 'usage_change_30d', 0.1);
    await world.signal(customer, 'champion_departed', false);
  }

  it('is saved by two low checkpoints in a row and every milestone done', async () => {
    const { id, key } = await withPlanAsked('saved');
    await world.decide(id, 'approval', { decision: 'approve' });
    await world.advance('1d');
    expect(plans('saved')).toHaveLength(1);
    expect(plans('saved')[0]?.text).toContain('We meet within two weeks');
    expect(meeting('saved')).toEqual({ inBusinessHours: true, hours: 1, method: 'REQUEST' });
    await recovers('saved');
    await world.advance('14d');
    // Low twice, but what was promised is still open.
    expect((await save('saved')).state).toBe('running');
    for (let milestone = 0; milestone < 3; milestone += 1) await world.finish(id, 'plan', 'done');
    await world.advance('7d');
    expect(await world.result(id)).toEqual({
      outcome: 'saved',
      reason: 'twice low and every milestone done',
    });
    expect(await controls(key)).toEqual(['approval', 'approval', 'outcome']);
    expect((await world.progress(id)).trace.filter(({ step }) => step === 'check')).toHaveLength(3);
  });

  it('sends the words the manager has written instead of the draft', async () => {
    const { id, key } = await withPlanAsked('edited');
    await world.decide(id, 'approval', {
      decision: 'approve',
      finalText: 'We meet on Tuesday and bring our engineers.',
    });
    await world.advance('1d');
    expect(plans('edited').map(({ text }) => text.trim())).toEqual([
      'We meet on Tuesday and bring our engineers.',
    ]);
    const decided = (await world.ledger(key)).filter(({ kind }) => kind === 'approval').at(-1);
    expect(decided?.content['content']).toMatchObject({ state: 'approved', edited: true });
  });

  it('sends nothing when the plan is rejected, and goes on without it', async () => {
    const { id } = await withPlanAsked('rejected');
    await world.decide(id, 'approval', { decision: 'reject' });
    await world.advance('2d');
    expect(world.mails('rejected')).toEqual([]);
    expect(await steps('rejected')).toContain('withoutPlan open');
    await world.finish(id, 'withoutPlan', 'agreed with the owner');
    await recovers('rejected');
    await world.advance('15d');
    expect(await world.result(id)).toMatchObject({ outcome: 'saved' });
  });

  it('reminds, lets the question expire, tells the leads and goes on without the plan', async () => {
    const { id, key } = await withPlanAsked('expired');
    await world.advance('6d');
    expect((await save('expired')).approvals).toMatchObject([{ state: 'expired' }]);
    const asked = (await world.progress(id)).trace.filter(({ step }) => step === 'approval');
    expect(asked.map(({ outcome }) => outcome)).toEqual(['opened', 'reminded', 'expired']);
    expect(await notices(id)).toEqual([
      // One reminder for each role that may decide.
      expect.stringContaining('Reminder: "The 30-day recovery plan"'),
      expect.stringContaining('Reminder: "The 30-day recovery plan"'),
      'The recovery plan was not decided in time',
    ]);
    expect(await steps('expired')).toContain('withoutPlan open');
    expect(world.mails('expired')).toEqual([]);
    expect(await controls(key)).toEqual(['approval', 'approval']);
  });

  it('goes from executive to the next role when nobody calls, and reminds before', async () => {
    const { id } = await atRisk('uncalled');
    await world.advance('13h');
    expect(await notices(id)).toEqual([expect.stringContaining('executive contact is still open')]);
    await world.advance('12h');
    expect(await steps('uncalled')).toEqual(['escalation expired', 'nextRole open']);
  });

  it('escalates when a checkpoint is worse than the start', async () => {
    const { id } = await atRisk('worse');
    await world.signal('worse', 'ticket_sentiment_trend', -0.5);
    await world.advance('7d');
    await world.settle();
    expect((await world.progress(id)).state.steps['check']).toMatchObject({ tier: 'high' });
    expect(await steps('worse')).toContain('worse open');
  });

  it('is lost on day 60 when the manager accepts the loss', async () => {
    const { id, key } = await atRisk('lost');
    await world.signal('lost', 'competitor_named', 'Ebbline');
    await world.advance('61d');
    const asked = (await listApprovals(world.app, { treatmentId: id, limit: 9 })).find(isFurther);
    expect(asked).toMatchObject({
      state: 'open',
      evidence: {
        start: { tier: 'high' },
        history: Array<unknown>(8).fill({
          at: expect.stringMatching(/Z$/),
          tier: expect.stringMatching(/low|medium|high/),
          points: expect.any(Number),
        }),
        scoreHistory: [
          { points: 60, tier: 'high', reasons: ['usage_drop', 'champion_departed', 'drop_with_departure'] },
          { points: 25, tier: 'medium', reasons: ['champion_departed'] },
        ],
        asked: { 'signals.competitor_named': 'Ebbline' },
      },
    });
    await world.decide(id, 'further', { decision: 'reject' });
    await world.signal('lost', 'leaving_reason', 'price');
    expect(await world.result(id)).toEqual({ outcome: 'lost', reason: 'no further investment was approved' });
    const outcome = (await world.ledger(key)).filter(({ kind }) => kind === 'outcome');
    expect(outcome.map(({ content }) => content['content'])).toMatchObject([{ outcome: 'lost' }]);
    expect((await save('lost')).measure).not.toBeNull();
  });

  it('invests 30 more days at most twice', async () => {
    const { id } = await atRisk('invested');
    await world.advance('61d');
    await world.decide(id, 'further', { decision: 'approve' });
    await world.advance('31d');
    await world.decide(id, 'further', { decision: 'approve' });
    await world.advance('31d');
    await world.signal('invested', 'leaving_reason', 'price');
    expect(await world.result(id)).toEqual({
      outcome: 'lost',
      reason: 'not saved after two more investments',
    });
    const asked = (await save('invested')).approvals.filter(({ step }) => step === 'further');
    expect(asked.map(({ path }) => path)).toEqual(['invest:1', 'invest:2']);
    expect((await world.progress(id)).trace.filter(({ step }) => step === 'recheck')).toHaveLength(8);
  });

  it('is lost at once when the contract is cancelled', async () => {
    const { id } = await withPlanAsked('cancelled');
    await world.signal('cancelled', 'contract_cancelled', true);
    expect(await world.result(id)).toMatchObject({ outcome: 'lost' });
    const view = await save('cancelled');
    expect(view.approvals).toMatchObject([{ state: 'withdrawn' }]);
    expect(view.tasks.filter(({ state }) => state === 'open')).toEqual([]);
  });

  async function notices(treatmentId: string): Promise<string[]> {
    const rows = await world.store.transaction((tx) =>
      tx.query<{ text: string }>('SELECT text FROM notices WHERE treatment_id = $1 ORDER BY id', [
        treatmentId,
      ]),
    );
    return rows.map(({ text }) => text);
  }
});
