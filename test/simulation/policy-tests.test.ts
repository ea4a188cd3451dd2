import path from 'node:path';
import { readBook } from '../../ports/book-files/read-book';
import { runPolicyTest, runPolicyTests } from '../../simulation/policy-tests';
import { simulate } from '../../simulation/simulate';
import { renderTimeline, traceDays, writtenOut } from '../../simulation/timeline';
import type { PolicyTest } from '../../domain/policy-test';

const day = 86_400_000;
const hour = 3_600_000;

async function shipped() {
  const loaded = await readBook(path.join(__dirname, '../../config/book'));
  if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('\n'));
  return loaded;
}

const failedInvoice: PolicyTest['given'] = {
  customer: { name: 'Elm', annualRevenue: 300, zone: 'Europe/Berlin' },
  signals: [
    {
      atMs: 0,
      name: 'invoice_payment_failed',
      value: true,
      context: 'invoice:in_1',
      data: { invoice: 'in_1', amountMinor: 2_900, currency: 'eur', declineCode: 'insufficient_funds' },
    },
  ],
  crossings: [],
  controls: [],
  answers: [],
  tasks: [],
  payments: { declines: ['insufficient_funds'], thenSucceed: false },
  untilMs: 70 * day,
};

describe('policy tests in virtual time', () => {
  it('hold for the shipped book', async () => {
    const { book, tests } = await shipped();
    const failed = runPolicyTests(book, tests).filter(({ passed }) => !passed);
    expect(failed.map(({ name, faults }) => [name, faults])).toEqual([]);
    expect(tests.length).toBeGreaterThanOrEqual(10);
  });

  it('say which effect is the first that differs', async () => {
    const { book, tests } = await shipped();
    const test = tests.find(({ expect: { effects } }) => effects !== undefined && effects.length > 0)!;
    const effects = test.expect.effects!.map((effect, at) =>
      at === 0 ? { ...effect, day: effect.day + 3 } : effect,
    );
    const { passed, faults } = runPolicyTest(book, { ...test, expect: { ...test.expect, effects } });
    expect(passed).toBe(false);
    const [moved] = effects;
    expect(faults).toEqual([
      `effect 1 is day ${moved!.day - 3}: ${moved!.kind} ${moved!.step}, expected is day ${moved!.day}: ${moved!.kind} ${moved!.step}`,
    ]);
  });

  it.each([
    ['another outcome', { outcome: 'saved' as const }, 'not saved'],
    [
      'a refusal that did not happen',
      { refusals: [{ step: 'notice', code: 'noConsent' }] },
      'not refused as noConsent',
    ],
    ['a segment the customer must never be in', { neverIn: ['payment-failed'] }, 'must never be'],
    [
      'a segment entered on another day',
      { entered: [{ segment: 'payment-failed', day: 4 }] },
      'not on day 4',
    ],
  ])('fail on %s', async (_what, change, words) => {
    const { book } = await shipped();
    const test: PolicyTest = {
      name: 'test',
      playbook: 'payment-cure',
      given: failedInvoice,
      expect: { neverIn: [], entered: [], refusals: [], ...change },
    };
    expect(runPolicyTest(book, test).faults.join('\n')).toContain(words);
  });
});

describe('a simulation', () => {
  it('gives the same timeline for the same input', async () => {
    const { book } = await shipped();
    const [one, other] = [1, 2].map(() => writtenOut(simulate({ book, given: failedInvoice })));
    expect(one).toEqual(other);
    expect(one).toMatchObject({ lines: expect.any(Array) as unknown, story: expect.any(Array) as unknown });
  });

  it('keeps quiet hours: what would go out at night goes out in the morning of the customer', async () => {
    const { book } = await shipped();
    const night = simulate({ book, given: failedInvoice, startedAt: '2026-03-02T02:00:00.000Z' });
    const notice = night.lines.filter(({ kind }) => kind === 'message')[0]!;
    expect(notice.outcome).toBe('deferred');
    const sent = night.lines.find(({ step, outcome }) => step === notice.step && outcome === 'sent')!;
    const { from } = book.policies.contact.quietHours;
    // Berlin is one hour ahead of UTC on that day.
    expect(sent.at).toBe(new Date(Date.parse(`2026-03-02T${from}:00.000Z`) - hour).toISOString());
  });

  it('charges again only when the retry schedule allows, and never after the last attempt', async () => {
    const { book } = await shipped();
    const { lines } = simulate({ book, given: failedInvoice });
    const charges = lines.filter(({ kind, outcome }) => kind === 'charge' && outcome !== 'deferred');
    const gaps = charges.slice(1).map(({ at }, index) => Date.parse(at) - Date.parse(charges[index]!.at));
    expect(charges.length).toBeGreaterThanOrEqual(2);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(12 * hour);
  });

  it('gives the same days whenever it starts at the same hour of a week day', async () => {
    const { book } = await shipped();
    const daysFrom = (startedAt: string) => {
      const { treatments } = simulate({ book, given: failedInvoice, startedAt });
      return treatments.map((treatment) => traceDays(treatment.trace, treatment.startedAt));
    };
    expect(daysFrom('2026-01-12T10:00:00.000Z')).toEqual(daysFrom('2026-01-19T10:00:00.000Z'));
  });

  it('runs a play that no signal asks for, and says so in words', async () => {
    const { book } = await shipped();
    const given = { ...failedInvoice, signals: [], payments: { declines: [], thenSucceed: true } };
    const timeline = simulate({
      book,
      given,
      playbook: 'save-play',
      people: { approveAfterMs: hour, doTasksAfterMs: day },
    });
    expect(timeline.treatments.map(({ playbook }) => playbook)).toEqual(['save-play']);
    expect(renderTimeline(timeline)).toMatch(/^day 0: save-play: /m);
  });
});
