import { coverageOf, type Coverage } from '../../simulation/covered/coverage';
import type { Seen } from '../../simulation/covered/seen';
import { runPolicyTests } from '../../simulation/policy-tests';
import { loadSmallBook, spoil } from '../support/small-book';

const usage = (at: string, value: number): string => `{ at: ${at}, name: usage, value: ${value} }`;
const atRisk = usage('0d', -0.4);
const well = (at: string): string => usage(at, 0);
const unanswered = testOf('unanswered', { signals: [atRisk], until: '30d' });

function testOf(name: string, given: { signals: string[]; answers?: string; until: string }): string {
  const answers = given.answers === undefined ? '' : `answers: [${given.answers}], `;
  return `test: ${name}\nplaybook: save\ngiven: { signals: [${given.signals.join(', ')}], ${answers}until: ${given.until} }\nexpect: {}\n`;
}

/** What the tests go through of the small book, whose only rule makes the risk high; `play` replaces a part of it. */
async function covered(
  tests: readonly string[],
  play: readonly [string, string] = ['', ''],
): Promise<Coverage> {
  const read = await loadSmallBook({
    ...spoil('scores.yaml', 'points: 20', 'points: 50'),
    ...spoil('playbooks/save.yaml', ...play),
    'tests/save.yaml': tests.join('---\n'),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const seen: Seen = new Set();
  runPolicyTests(read.book, read.tests, { seen });
  return coverageOf(read.book, seen);
}

describe('the coverage of policy tests', () => {
  it('names every step, branch and segment when there is no test', async () => {
    const { complete, playbooks, segments } = await covered([testOf('nobody', { signals: [], until: '1d' })]);
    expect(complete).toBe(false);
    expect(playbooks).toEqual([
      {
        playbook: 'save',
        steps: { covered: 0, all: 5 },
        branches: { covered: 0, all: 3 },
        missing: [
          'step hello (message)',
          'step ask (approve)',
          "at decide1: step.ask.outcome == 'approved'",
          'step task1 (task)',
          'step wait1 (wait)',
          'step end1 (end)',
          "the goal is reached: scores.churn.tier == 'low'",
          'onLeave: cancel',
        ],
      },
    ]);
    expect(segments.missing).toEqual(['segment at-risk is entered', 'segment at-risk is left']);
  });

  it('is complete when each way was gone once', async () => {
    const goOn = [
      "goal: scores.churn.tier == 'low'",
      "goal: scores.churn.tier == 'low'\nonLeave: continue",
    ] as const;
    const approved = testOf('approved', {
      signals: [atRisk, well('10d')],
      answers: '{ step: ask, decision: approve }',
      until: '11d',
    });
    const both = await covered([unanswered, approved], goOn);
    expect(both.playbooks[0]?.missing).toEqual([]);
    expect(both).toMatchObject({ complete: true, segments: { entered: { covered: 1, all: 1 } } });
  });

  it('tells a step that is skipped from one that is done', async () => {
    const timed = ['- wait: { for: 20d }', '- wait: { for: 20d }\n    when: signals.paid'] as const;
    const { playbooks } = await covered([unanswered], timed);
    expect(playbooks[0]?.missing).toContain('step wait1 (wait)');
    expect(playbooks[0]?.missing.join('\n')).not.toContain('wait1 is skipped');
  });

  it('wants a time-out that came and one that did not', async () => {
    const timed = [
      'expire: 5d }',
      'expire: 5d }\n    onTimeout: [ { id: late, task: { queue: success, title: Late, due: 1d } } ]',
    ] as const;
    const { playbooks } = await covered([unanswered], timed);
    expect(playbooks[0]?.missing).toContain('at ask: otherwise');
    expect(playbooks[0]?.missing.join('\n')).not.toContain('late');
  });

  it('wants each exit', async () => {
    const exits = [
      'maximumDuration',
      'exits: [ { id: gone, when: signals.paid, outcome: lost } ]\nmaximumDuration',
    ] as const;
    const paid = testOf('paid', { signals: [atRisk, '{ at: 3d, name: paid, value: true }'], until: '4d' });
    expect((await covered([unanswered], exits)).playbooks[0]?.missing).toContain('exit gone: signals.paid');
    expect((await covered([paid], exits)).playbooks[0]?.missing).not.toContain('exit gone: signals.paid');
  });

  it('wants both ends of a grace', async () => {
    // Without a goal, so that leaving the segment is what happens.
    const grace = ["goal: scores.churn.tier == 'low'\n", 'onLeave: { grace: 2d }\n'] as const;
    const back = testOf('back', { signals: [atRisk, well('3d'), usage('4d', -0.4)], until: '9d' });
    const gone = testOf('gone', { signals: [atRisk, well('3d')], until: '9d' });
    const missing = async (tests: string[]) =>
      (await covered(tests, grace)).playbooks[0]?.missing.filter((words) => /grace/.test(words));
    expect(await missing([back])).toEqual(['the grace after leaving ends it']);
    expect(await missing([gone])).toEqual(['the customer comes back within the grace']);
    expect(await missing([back, gone])).toEqual([]);
  });
});
