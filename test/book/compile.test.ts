import type { Instruction, CompiledProgram } from '../../domain/program';
import { loadSmallBook, smallBook } from '../support/small-book';

async function compile(steps: string, more = ''): Promise<CompiledProgram> {
  const text = (smallBook['playbooks/save.yaml'] ?? '').replace(
    /steps:[\s\S]*/,
    `${more}\nsteps:\n${steps}\n  - end: { outcome: lost }\n`,
  );
  const read = await loadSmallBook({ 'playbooks/save.yaml': text });
  if (!read.ok) throw new Error(JSON.stringify(read.errors, undefined, 1));
  const program = read.book.playbooks['save']?.program;
  if (!program) throw new Error('no program');
  return program;
}

const ops = ({ instructions }: CompiledProgram): string[] => instructions.map(({ op }) => op);
const at = <Op extends Instruction['op']>(
  { instructions }: CompiledProgram,
  index: number,
  op: Op,
): Extract<Instruction, { op: Op }> => {
  const found = instructions[index];
  if (found?.op !== op) throw new Error(`instruction ${index} is ${found?.op}, not ${op}`);
  return found as Extract<Instruction, { op: Op }>;
};

describe('compiling', () => {
  test('a message may name several roles, in the order in which they are tried', async () => {
    const program = await compile(`
  - message: { template: hello, to: [champion, sponsor, customer] }
  - message: { template: hello, to: billing }`);
    const effects = [at(program, 0, 'effect').effect, at(program, 1, 'effect').effect];
    expect(effects).toMatchObject([
      { to: 'champion', otherwise: ['sponsor', 'customer'] },
      { to: 'billing' },
    ]);
    expect(effects[1]).not.toHaveProperty('otherwise');
  });

  test('a task may stay open when the play has ended by itself', async () => {
    const program = await compile(`
  - task: { queue: success, title: T, due: 1d, keepOpen: true }
  - task: { queue: success, title: T, due: 1d }`);
    expect([at(program, 0, 'task').keepOpen, at(program, 1, 'task').keepOpen]).toEqual([true, undefined]);
  });

  test('a decision becomes a branch, bodies and jumps', async () => {
    const program = await compile(`
  - id: ask
    rescore: {}
  - decide:
      - when: value.tier == 'high'
        do: [ { task: { queue: success, title: T, due: 1d } } ]
      - else: [ { banner: { template: hello } } ]`);
    expect(ops(program)).toEqual(['rescore', 'branch', 'task', 'jump', 'effect', 'jump', 'end']);
    expect(at(program, 1, 'branch')).toMatchObject({
      cases: [{ when: "value.tier == 'high'", target: 2 }],
      otherwise: 4,
    });
    expect(at(program, 3, 'jump').target).toBe(6);
  });

  test('a repeat becomes a counter, its wait, the body and a jump back', async () => {
    const program = await compile(`
  - id: weekly
    repeat: { every: 7d, times: 3, until: "step.check.tier == 'low'", do: [ { id: check, rescore: {} } ] }`);
    expect(ops(program)).toEqual(['loop', 'wait', 'rescore', 'next', 'end']);
    expect(at(program, 0, 'loop')).toMatchObject({ times: 3, exit: 4 });
    expect(at(program, 3, 'next').loop).toBe(0);
  });

  test('parallel becomes a fork whose branches reach the join', async () => {
    const program = await compile(`
  - parallel:
      - do: [ { wait: { for: 1d } } ]
      - do: [ { notify: { queue: success, text: T } } ]`);
    expect(ops(program)).toEqual(['fork', 'wait', 'jump', 'effect', 'jump', 'join', 'end']);
    expect(at(program, 0, 'fork')).toMatchObject({ branches: [1, 3], join: 5 });
    expect(at(program, 2, 'jump').target).toBe(5);
    expect(at(program, 4, 'jump').target).toBe(5);
  });

  test('facts are read again where a decision follows a wait, and only there', async () => {
    const decide = '\n  - decide: [ { when: signals.usage > 1.0, do: [ { rescore: {} } ] } ]';
    expect(ops(await compile(`  - wait: { for: 1d }${decide}`)).slice(0, 3)).toEqual([
      'wait',
      'readFacts',
      'branch',
    ]);
    expect(ops(await compile(`  - wait: { for: 1d }\n  - rescore: {}${decide}`)).slice(0, 3)).toEqual([
      'wait',
      'rescore',
      'branch',
    ]);
    expect(
      ops(await compile('  - wait: { for: 1d }\n  - when: signals.usage > 1.0\n    rescore: {}')).slice(0, 3),
    ).toEqual(['wait', 'readFacts', 'rescore']);
  });

  test('when stands on one instruction, and around a step that is many', async () => {
    const single = await compile('  - { when: signals.paid, notify: { queue: success, text: T } }');
    expect(at(single, 0, 'effect').when).toBe('signals.paid');
    const many = await compile(`
  - when: signals.paid
    decide:
      - when: value.tier == 'high'
        do: [ { rescore: {} } ]
      - else: [ { notify: { queue: success, text: T } } ]`);
    expect(at(many, 0, 'branch')).toMatchObject({
      cases: [{ when: 'signals.paid', target: 1 }],
      otherwise: 6,
    });
  });

  test('a time-out of a task is a branch on its expiry', async () => {
    const program = await compile(`
  - id: first-call
    task: { queue: success, title: T, due: 1d }
    timeout: 2d
    onTimeout: [ { notify: { queue: success, text: Late } } ]`);
    expect(ops(program)).toEqual(['task', 'branch', 'effect', 'end']);
    expect(at(program, 0, 'task')).toMatchObject({ await: true, timeoutMs: 172_800_000 });
    expect(at(program, 1, 'branch')).toMatchObject({
      cases: [{ when: "step['first-call'].outcome == 'expired'", target: 2 }],
      otherwise: 3,
    });
  });

  test('handing over ends the play', async () => {
    const program = await compile('  - when: signals.paid\n    play: { playbook: save }');
    expect(ops(program)).toEqual(['branch', 'play', 'end', 'end']);
    expect(at(program, 2, 'end').outcome).toBe('handedOver');
  });

  test('leaving the segment may redirect to a step', async () => {
    const program = await compile(
      '  - rescore: {}\n  - { id: bye, notify: { queue: success, text: T } }',
      'onLeave: { redirect: bye }',
    );
    expect(program.onLeave).toEqual({ mode: 'redirect', target: 1 });
  });

  test('a program says what it mentions, with what derived signals are made of', async () => {
    const program = await compile(`
  - wait: { events: [paid], for: 3d, where: event.name == 'paid' }
  - when: signals.drops >= 1.0 && invoices.open > 0.0 && 'at-risk' in segments
    rescore: {}`);
    expect(program.mentions).toEqual({
      signals: ['drops', 'usage'],
      scores: ['churn'],
      events: ['paid'],
      usesInvoices: true,
      usesSegments: true,
    });
  });

  test('the held-out arm gets the baseline and is then observed to the end', async () => {
    const text = (smallBook['playbooks/save.yaml'] ?? '').replace(
      'steps:',
      'baseline: [ { id: notice, message: { template: hello } } ]\nobserve: 10d\nsteps:',
    );
    const read = await loadSmallBook({ 'playbooks/save.yaml': text });
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    const observer = read.book.playbooks['save']?.observer;
    expect(observer?.variant).toBe('observer');
    expect(observer && ops(observer)).toEqual(['effect', 'loop', 'wait', 'rescore', 'next', 'end']);
    expect(observer?.instructions[1]).toMatchObject({ op: 'loop', times: 4, exit: 5 });
    expect(observer?.goal).toBe("scores.churn.tier == 'low'");
  });

  test('every kind of step compiles', async () => {
    const program = await compile(`
  - message: { template: hello, within: 24h }
  - banner: { template: hello, action: clear }
  - notify: { queue: success, text: T }
  - task: { queue: success, title: T, due: 1d }
  - approve: { policy: plan, title: T, expire: 1d }
  - plan: { template: hello, queue: success, milestones: [ { title: M, due: 7d } ] }
  - offer: { offer: discount, amount: 10.0 * signals.usage }
  - charge: { invoices: open, attempts: 2 }
  - wait: { until: '09:00' }
  - rescore:
  - suppress: { reason: enough }
  - hold: { what: account }
  - record: { field: lossReason, value: price }
  - workflow: { type: customReview }`);
    expect(new Set(ops(program))).toEqual(
      new Set(
        [
          'effect',
          'task',
          'approve',
          'plan',
          'charge',
          'wait',
          'rescore',
          'workflow',
          'readFacts',
          'end',
        ].filter((op) => op !== 'readFacts'),
      ),
    );
  });
});
