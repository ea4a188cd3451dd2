import type { Program } from '../../../domain/program';
import type { Progress } from '../../../domain/treatment-activities';
import { drive, type Driver } from './driver';
import { day, end, message, programOf, wait } from './parts';

const task = {
  op: 'task',
  queue: 'success',
  title: 'Call',
  dueMs: day,
  await: true,
  dueFrom: 'now',
} as const;

// Three tracks: a task and then a decision of people; a long wait; a shorter one.
const tracks: Program = programOf([
  { op: 'fork', step: 'all', summary: 'All', branches: [1, 4, 6], join: 8 },
  { ...task, step: 'call', summary: 'A person calls', timeoutMs: 2 * day },
  {
    op: 'approve',
    step: 'plan',
    summary: 'The plan',
    policy: 'p',
    title: 'The plan',
    evidence: [],
    expireMs: 5 * day,
  },
  { op: 'jump', step: 'all', summary: '', target: 8 },
  wait('late', 60 * day),
  { op: 'jump', step: 'all', summary: '', target: 8 },
  wait('soon', 3 * day),
  { op: 'jump', step: 'all', summary: '', target: 8 },
  { op: 'join', step: 'all', summary: '' },
  end(),
]);

const written = (machine: Driver): Progress[] =>
  machine.wanted().flatMap((request) => (request.kind === 'activity' ? [request.call.command.progress] : []));

describe('what the lists show of tracks side by side', () => {
  it('is the wait for a person, whichever track writes last', () => {
    const machine = drive(tracks);
    const told = written(machine).map(({ step, waitingFor }) => [step, waitingFor]);
    expect(told).toHaveLength(3);
    for (const one of told) expect(one).toEqual(['call', 'A person calls (and 2 more)']);
    machine.answer('openTask', { taskId: 't1' });
    expect(written(machine).map(({ step }) => step)).toEqual(['call', 'call']);
  });

  it('is a decision before everything else, and says until when', () => {
    const machine = drive(tracks);
    machine.answer('openTask', { taskId: 't1' });
    machine.tell({ kind: 'taskDone', taskId: 't1' });
    machine.answer('loadTask', { taskId: 't1', state: 'done', by: '', result: '' });
    const [progress] = written(machine).slice(-1);
    expect(progress).toMatchObject({
      step: 'plan',
      waitingFor: 'The plan (and 2 more)',
      until: '2026-03-07T10:00:00.000Z',
    });
  });

  it('is what comes first where no person is waited for', () => {
    const machine = drive(
      programOf([
        { op: 'fork', step: 'all', summary: 'All', branches: [1, 3], join: 5 },
        wait('late', 60 * day),
        { op: 'jump', step: 'all', summary: '', target: 5 },
        wait('soon', 3 * day),
        { op: 'jump', step: 'all', summary: '', target: 5 },
        { op: 'join', step: 'all', summary: '' },
        end(),
      ]),
    );
    expect(written(machine).map(({ waitingFor }) => waitingFor)).toEqual([
      'Wait soon (and 1 more)',
      'Wait soon (and 1 more)',
    ]);
  });

  it('is not what comes behind a join whose other tracks are under way', () => {
    const machine = drive(
      programOf([
        { op: 'fork', step: 'all', summary: 'All', branches: [1, 3], join: 5 },
        { ...task, await: false, step: 'call', summary: 'A person calls' },
        { op: 'jump', step: 'all', summary: '', target: 5 },
        wait('soon', 3 * day),
        { op: 'jump', step: 'all', summary: '', target: 5 },
        { op: 'join', step: 'all', summary: '' },
        wait('afterwards', 9 * day),
        end(),
      ]),
    );
    expect(machine.request('openTask').call.command.progress).toMatchObject({ waitingFor: 'Wait soon' });
  });

  it('is told by the timer that is armed, which has a person beside it to speak for', () => {
    const machine = drive(tracks);
    machine.answer('openTask', { taskId: 't1' });
    while (machine.asked().includes('recordProgress')) machine.answer('recordProgress');
    const summaries = machine.wanted().map(({ summary }) => summary);
    expect(summaries).toContain('Wait soon (begun while waiting for: A person calls)');
    expect(summaries).toContain('A person calls: waits for somebody to do it');
  });

  it('stays written when something beside the plan is looked up', () => {
    const machine = drive(programOf([{ ...task, step: 'call', summary: 'A person calls' }, end()]));
    machine.answer('openTask', { taskId: 't1' });
    machine.tell({ kind: 'pause', reason: 'manual' }, { kind: 'resume', reason: 'manual' });
    expect(machine.request('readFacts').call.command.progress).toMatchObject({
      waitingFor: 'A person calls',
    });
  });
});

describe('where the lists show a treatment', () => {
  it('is the step it is at, not the one that would follow', () => {
    const machine = drive(programOf([message('hello'), message('again'), end()]));
    expect(written(machine)).toEqual([
      { step: 'hello', done: 'Send hello', waitingFor: '', next: 'Send again' },
    ]);
  });

  it('is its last step while that is done', () => {
    const [progress] = written(drive(programOf([message('hello'), end()])));
    expect(progress).toMatchObject({ step: 'hello', waitingFor: '' });
  });

  it('is the wait that begins behind a step, with the step that was done', () => {
    const [progress] = written(drive(programOf([message('hello'), wait('rest', 9 * day), end()])));
    expect(progress).toMatchObject({ step: 'rest', done: 'Send hello', waitingFor: 'Wait rest' });
  });
});
