import type { ActionLimit, GateContext } from '../../../domain/gate/gate-context';
import { gateRules, judge } from '../../../domain/gate/rules';
import { gateCase, policies } from './gate-case';

const treatment = gateCase().treatment;
const marketing = {
  kind: 'message',
  template: 'tips',
  channel: 'email',
  class: 'marketing',
  to: 'champion',
} as const;
const yes = { channel: 'email', class: 'marketing', granted: true };
const limit = (segment: string, lists: Partial<ActionLimit>): ActionLimit => ({
  segment,
  allowed: [],
  forbidden: [],
  ...lists,
});
const messagesOnly = limit('a', { allowed: ['message'] });

describe('the gate', () => {
  it('lets an effect through that nothing objects to', () => {
    expect(judge(gateCase())).toEqual({ verdict: 'allowed' });
  });

  it.each<[string, Partial<GateContext>]>([
    ['stopped', { treatment: { ...treatment, accepted: { kind: 'stop', reason: 'asked by an operator' } } }],
    ['goalReached', { treatment: { ...treatment, accepted: { kind: 'goal', reason: 'paid' } } }],
    ['exited', { treatment: { ...treatment, accepted: { kind: 'exit', reason: 'left' } } }],
    ['closed', { treatment: { ...treatment, closed: true } }],
    ['killSwitch', { killSwitches: [{ scope: 'all', reason: 'incident' }] }],
    ['killSwitch', { killSwitches: [{ scope: 'playbook:payment-cure', reason: 'incident' }] }],
    ['killSwitch', { killSwitches: [{ scope: 'effect:message', reason: 'incident' }] }],
    ['killSwitch', { killSwitches: [{ scope: 'channel:email', reason: 'incident' }] }],
    ['dryRun', { policies: { ...policies, dryRun: true } }],
    ['holdout', { treatment: { ...treatment, arm: 'holdout' } }],
    ['actionNotAllowed', { stakes: 'high' }],
    ['actionNotAllowed', { limits: [limit('legal', { forbidden: ['message'] })] }],
    ['actionNotAllowed', { limits: [limit('legal', { forbidden: ['email'] })] }],
    ['actionNotAllowed', { limits: [limit('legal', { allowed: ['notify', 'message:sms'] })] }],
    ['approvalMissing', { approval: { state: 'missing' } }],
    ['approvalMissing', { approval: { state: 'open' } }],
    ['approvalMissing', { approval: { state: 'rejected' } }],
    ['noContact', { recipient: undefined }],
    ['suppressed', { suppressions: [{ channel: 'email', class: 'transactional', reason: 'bounce' }] }],
    ['suppressed', { suppressions: [{ channel: 'all', class: 'all', reason: 'legal' }] }],
    ['noConsent', { consents: [{ channel: 'email', class: 'transactional', granted: false }] }],
    ['noConsent', { effect: marketing }],
    ['tooLate', { notAfter: '2026-01-15T11:59:59.000Z' }],
    ['retryNotAllowed', { charge: { mayChargeAt: 'never', why: 'lost card' } }],
  ])('refuses with %s when %j', (code, change) => {
    expect(judge(gateCase(change))).toMatchObject({ verdict: 'refused', code });
  });

  it.each<[string, Partial<GateContext>]>([
    [
      "another playbook's kill switch",
      { killSwitches: [{ scope: 'playbook:save-play', reason: 'incident' }] },
    ],
    ["another channel's kill switch", { killSwitches: [{ scope: 'channel:sms', reason: 'incident' }] }],
    [
      'a baseline effect of a held-out customer',
      { treatment: { ...treatment, arm: 'holdout' }, baseline: true },
    ],
    [
      'a transactional mail past a marketing suppression',
      { suppressions: [{ channel: 'all', class: 'marketing', reason: 'opt-out' }] },
    ],
    ['marketing with a consent', { effect: marketing, consents: [yes] }],
    [
      'an action in every allow list of the customer',
      { limits: [messagesOnly, limit('b', { allowed: ['email'] })] },
    ],
    ['what a segment without an allow list leaves open', { limits: [limit('a', {})] }],
    ['text that was approved', { approval: { state: 'approved' } }],
    ['a charge whose time has come', { charge: { mayChargeAt: '2026-01-15T12:00:00.000Z', why: '' } }],
    ['a mail on the last moment', { notAfter: '2026-01-15T12:00:00.000Z' }],
  ])('lets %s through', (_name, change) => {
    expect(judge(gateCase(change))).toEqual({ verdict: 'allowed' });
  });

  it.each<[string, readonly ActionLimit[], string]>([
    [
      'the one that does not allow it among those that do',
      [messagesOnly, limit('triage', { allowed: ['notify', 'record'] })],
      'segment triage allows only notify, record',
    ],
    [
      'the one that forbids it before the one that does not allow it',
      [limit('triage', { allowed: ['notify'] }), limit('legal', { forbidden: ['message:email'] })],
      'segment legal forbids message:email',
    ],
  ])('names %s', (_name, limits, why) => {
    expect(judge(gateCase({ limits }))).toEqual({ verdict: 'refused', code: 'actionNotAllowed', why });
  });

  it('puts a paused treatment off and asks again soon', () => {
    const verdict = judge(gateCase({ treatment: { ...treatment, pausedBy: ['manual'] } }));
    expect(verdict).toMatchObject({ verdict: 'deferred', code: 'paused', until: '2026-01-15T12:05:00.000Z' });
  });

  it('says stopped, not paused, of a treatment that is both', () => {
    const both = { ...treatment, pausedBy: ['manual'], accepted: { kind: 'stop', reason: 'asked' } as const };
    expect(judge(gateCase({ treatment: both }))).toMatchObject({ code: 'stopped' });
  });

  it('refuses rather than defers: a missing consent comes before quiet hours', () => {
    expect(judge(gateCase({ effect: marketing, now: '2026-01-15T02:00:00.000Z' }))).toMatchObject({
      code: 'noConsent',
    });
  });

  it('puts a charge off until the retry schedule allows it', () => {
    const charge = { mayChargeAt: '2026-01-16T10:00:00.000Z', why: 'waits' };
    expect(judge(gateCase({ charge }))).toMatchObject({
      verdict: 'deferred',
      code: 'retrySchedule',
      until: charge.mayChargeAt,
    });
  });

  it('refuses as too late what could only go out after its last moment', () => {
    const late = judge(gateCase({ now: '2026-01-15T21:00:00.000Z', notAfter: '2026-01-16T03:00:00.000Z' }));
    expect(late).toMatchObject({ verdict: 'refused', code: 'tooLate' });
  });

  it('takes a further rule as one more line', () => {
    const never = () => ({ verdict: 'refused', code: 'dryRun', why: 'never' }) as const;
    expect(judge(gateCase(), [...gateRules, never])).toMatchObject({ code: 'dryRun' });
  });
});

describe('payment reminders', () => {
  const capped = {
    ...policies,
    contact: { ...policies.contact, reminders: { messages: 1, periodMs: 86_400_000, perCycle: 3 } },
  };
  const sent = (...reminders: string[]) => judge(gateCase({ policies: capped, reminders }));

  it('come a day apart, whatever class of message they are', () => {
    expect(sent('2026-01-15T09:00:00.000Z')).toMatchObject({
      verdict: 'deferred',
      code: 'frequencyCap',
      until: '2026-01-16T09:00:00.000Z',
      why: expect.stringContaining('payment reminders'),
    });
    expect(sent('2026-01-14T12:00:00.000Z')).toEqual({ verdict: 'allowed' });
  });

  it('end with as many as a cycle allows', () => {
    const old = ['2026-01-02T09:00:00.000Z', '2026-01-05T09:00:00.000Z'];
    expect(sent(...old)).toEqual({ verdict: 'allowed' });
    expect(sent(...old, '2026-01-08T09:00:00.000Z')).toMatchObject({
      verdict: 'refused',
      code: 'enoughReminders',
    });
  });

  it('are no messages of other plays, and nothing where the policies say nothing', () => {
    expect(judge(gateCase({ policies: capped }))).toEqual({ verdict: 'allowed' });
    expect(judge(gateCase({ reminders: ['2026-01-15T09:00:00.000Z'] }))).toEqual({ verdict: 'allowed' });
  });
});

describe('the frequency cap', () => {
  const ask = { effect: marketing, consents: [yes] };
  const cap = (messages: number) => ({
    ...policies,
    contact: {
      ...policies.contact,
      frequencyCap: { messages, periodMs: 86_400_000, classes: ['marketing'] },
    },
  });

  it('puts a message off until the window frees', () => {
    const verdict = judge(gateCase({ ...ask, counted: ['2026-01-15T09:00:00.000Z'] }));
    expect(verdict).toMatchObject({
      verdict: 'deferred',
      code: 'frequencyCap',
      until: '2026-01-16T09:00:00.000Z',
    });
  });

  it('waits for as many to leave the window as stand above the cap', () => {
    const counted = ['2026-01-15T09:00:00.000Z', '2026-01-15T07:00:00.000Z', '2026-01-15T08:00:00.000Z'];
    expect(judge(gateCase({ ...ask, policies: cap(2), counted }))).toMatchObject({
      until: '2026-01-16T08:00:00.000Z',
    });
  });

  it('lets the message through at the moment it named', () => {
    const counted = ['2026-01-15T09:00:00.000Z'];
    expect(judge(gateCase({ ...ask, counted, now: '2026-01-16T09:00:00.000Z' }))).toEqual({
      verdict: 'allowed',
    });
  });

  it('does not hold back classes it does not name', () => {
    expect(judge(gateCase({ counted: ['2026-01-15T11:59:00.000Z'] }))).toEqual({ verdict: 'allowed' });
  });

  const frequency = (messages: number, periodDays: number) => ({
    frequency: { messages, periodMs: periodDays * 86_400_000, level: 'slow', because: 'quiet-ones' },
  });

  it("gives way to the contact frequency of the customer's segments, looser or stricter, and names it", () => {
    const counted = ['2026-01-15T09:00:00.000Z'];
    expect(judge(gateCase({ ...ask, ...frequency(4, 7), counted }))).toEqual({ verdict: 'allowed' });
    expect(judge(gateCase({ ...ask, ...frequency(1, 30), counted }))).toMatchObject({
      code: 'frequencyCap',
      until: '2026-02-14T09:00:00.000Z',
      why: '1 messages were sent in the period, the cap is 1 for the contact frequency slow of quiet-ones',
    });
  });

  it('looks again after the period where no message is to be sent at all', () => {
    expect(judge(gateCase({ ...ask, ...frequency(0, 1) }))).toMatchObject({
      verdict: 'deferred',
      until: '2026-01-16T12:00:00.000Z',
    });
  });

  it('holds everybody to the burst cap, whatever the contact frequency', () => {
    const bursts = {
      ...policies,
      contact: { ...policies.contact, burstCap: { messages: 1, periodMs: 43_200_000 } },
    };
    const counted = ['2026-01-15T09:00:00.000Z'];
    expect(judge(gateCase({ ...ask, ...frequency(4, 7), policies: bursts, counted }))).toMatchObject({
      verdict: 'deferred',
      until: '2026-01-15T21:00:00.000Z',
    });
    expect(judge(gateCase({ ...ask, ...frequency(1, 30), policies: bursts, counted }))).toMatchObject({
      until: '2026-02-14T09:00:00.000Z',
    });
  });
});

describe('eligibility', () => {
  const offer = { kind: 'offer', offer: 'discount', amount: '10.0' } as const;

  it('refuses an offer that is not open to the customer, and names who decides', () => {
    expect(judge(gateCase({ effect: offer, eligibility: { offers: ['credit'], because: [] } }))).toEqual({
      verdict: 'refused',
      code: 'notEligible',
      why: 'the policies do not open discount to this customer',
    });
    expect(
      judge(gateCase({ effect: offer, eligibility: { offers: [], because: ['late-payers'] } })),
    ).toMatchObject({ why: "the customer's segments (late-payers) do not open discount to this customer" });
  });

  it('lets an open offer through, and any where offers are not restricted', () => {
    const open = { offers: ['discount'], because: [] };
    expect(judge(gateCase({ effect: offer, eligibility: open }))).toEqual({ verdict: 'allowed' });
    expect(judge(gateCase({ effect: offer }))).toEqual({ verdict: 'allowed' });
  });

  it('is about offers alone', () => {
    expect(judge(gateCase({ eligibility: { offers: [], because: [] } }))).toEqual({ verdict: 'allowed' });
  });
});

describe('quiet hours', () => {
  const until = (now: string, change: Partial<GateContext> = {}) => {
    const verdict = judge(gateCase({ now, ...change }));
    return verdict.verdict === 'deferred' ? verdict.until : verdict.verdict;
  };
  const in_ = (zone: string) => ({ recipient: { contactId: 'c', address: 'a@example.org', zone } });

  it('wait for the morning of the same day before it', () => {
    expect(until('2026-01-15T05:00:00.000Z')).toBe('2026-01-15T07:00:00.000Z');
  });

  it('wait for the next morning after the evening', () => {
    expect(until('2026-01-15T20:00:00.000Z')).toBe('2026-01-16T07:00:00.000Z');
  });

  it('end at the very hour and begin at the very hour', () => {
    expect(until('2026-01-15T07:00:00.000Z')).toBe('allowed');
    expect(until('2026-01-15T19:59:59.999Z')).toBe('allowed');
  });

  it("count in the contact's zone, else the customer's, else the workspace's", () => {
    const noon = '2026-01-15T12:00:00.000Z';
    expect(until(noon, in_('America/Los_Angeles'))).toBe('2026-01-15T16:00:00.000Z');
    expect(
      until(noon, { recipient: { contactId: 'c', address: 'a' }, customerZone: 'America/Los_Angeles' }),
    ).toBe('2026-01-15T16:00:00.000Z');
    expect(until(noon, { recipient: { contactId: 'c', address: 'a' }, customerZone: 'Not/AZone' })).toBe(
      'allowed',
    );
  });

  it('keep the local hour over the change to summer time', () => {
    // Berlin, night of 29 March 2026: the clock jumps from 2:00 to 3:00.
    expect(until('2026-03-28T21:00:00.000Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(until('2026-03-29T00:30:00.000Z')).toBe('2026-03-29T06:00:00.000Z');
  });

  it('keep the local hour over the change to winter time', () => {
    // Berlin, night of 25 October 2026: the clock falls from 3:00 back to 2:00.
    expect(until('2026-10-24T21:00:00.000Z')).toBe('2026-10-25T07:00:00.000Z');
    expect(until('2026-10-25T00:30:00.000Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('do not hold back what is critical, what is shown in the product, and what is no message', () => {
    const night = '2026-01-15T02:00:00.000Z';
    const message = gateCase().effect;
    expect(until(night, { effect: { ...marketing, class: 'critical' } })).toBe('allowed');
    expect(until(night, { effect: { kind: 'banner', template: 'update', action: 'show' } })).toBe('allowed');
    expect(message.kind === 'message' && until(night, { effect: { ...message, channel: 'inApp' } })).toBe(
      'allowed',
    );
  });
});
