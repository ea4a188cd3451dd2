import path from 'node:path';
import type { PolicyTest } from '../../domain/policy-test';
import { readBook } from '../../ports/book-files/read-book';
import { simulate } from '../../simulation/simulate';
import { renderTimeline, type Timeline } from '../../simulation/timeline';

const day = 86_400_000;

const given: PolicyTest['given'] = {
  customer: { name: 'Acacia', annualRevenue: 90_000, zone: 'Europe/Berlin' },
  signals: [
    { atMs: 0, name: 'usage_change_30d', value: -0.4 },
    { atMs: 0, name: 'champion_departed', value: true },
  ],
  crossings: [],
  controls: [],
  answers: [],
  tasks: [],
  payments: { declines: [], thenSucceed: true },
  untilMs: 20 * day,
};

async function savePlay(): Promise<Timeline> {
  const loaded = await readBook(path.join(__dirname, '../../config/book'));
  if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('\n'));
  return simulate({
    book: loaded.book,
    given,
    people: { approveAfterMs: 4 * 3_600_000, doTasksAfterMs: day },
  });
}

describe('a timeline', () => {
  it('says of the wait that paces a repeat that it is a wait', async () => {
    const { lines } = await savePlay();
    const waits = lines.filter(({ step, kind }) => step === 'weekly' && kind === 'wait');
    expect(waits.length).toBeGreaterThan(1);
    for (const { summary } of waits) expect(summary).toMatch(/^Wait 7/);
  });

  it('names each milestone of a plan as it is done, and the plan when it is opened', async () => {
    const { lines } = await savePlay();
    const plan = lines
      .filter(({ step }) => step === 'plan')
      .map(({ summary, outcome }) => [summary, outcome]);
    expect(plan).toEqual([
      [expect.stringMatching(/milestones of the plan/i), 'opened'],
      ['Milestone: Value-recovery meeting held', 'done'],
      ['Milestone: What was promised is delivered', 'done'],
      ['Milestone: The customer confirmed that it works', 'done'],
    ]);
  });

  it('has no line twice', async () => {
    const text = renderTimeline(await savePlay()).split('\n');
    const twice = text.filter((line, at) => line !== '' && text.indexOf(line) !== at);
    expect(twice).toEqual([]);
  });
});
