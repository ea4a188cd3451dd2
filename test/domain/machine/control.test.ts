import fc from 'fast-check';
import { after } from '../../../domain/machine/instants';
import { describe as describeTreatment } from '../../../domain/machine/describe';
import { timerToArm } from '../../../domain/machine/timers';
import type { Instruction, Program } from '../../../domain/program';
import { day, end, factsOf, hour, message, programOf, wait } from './parts';
import { drive, startedAt } from './driver';

const loop = (times: number): readonly Instruction[] => [
  { op: 'loop', step: 'weekly', summary: 'Weekly', times, exit: 3 },
  message('mail'),
  { op: 'next', step: 'weekly', summary: '', loop: 0 },
];

describe('a program', () => {
  it('gives every pass of a loop a path of its own', () => {
    const machine = drive(programOf([...loop(2), end()]));
    const paths = [1, 2].map(() => {
      const { path } = machine.request('sendMessage').call.command;
      machine.answer('sendMessage');
      return path;
    });
    expect(paths).toEqual(['weekly:1', 'weekly:2']);
  });

  it('that goes round without ever waiting fails instead of hanging', () => {
    const machine = drive(programOf([{ op: 'jump', step: 'j', summary: '', target: 0 }]));
    expect(machine.state().result).toMatchObject({ outcome: 'failed' });
  });

  it('ends whole when a branch of a parallel ends, and awaits what the others have in flight', () => {
    const machine = drive(
      programOf([
        { op: 'fork', step: 'f', summary: '', branches: [1, 3], join: 5 },
        message('slow'),
        { op: 'jump', step: 'f', summary: '', target: 5 },
        { op: 'rescore', step: 'check', summary: '' },
        end('cured'),
        { op: 'join', step: 'f', summary: '' },
        end('lost'),
      ]),
    );
    machine.answer('rescore');
    expect(machine.state().result).toBeUndefined();
    expect(machine.asked()).toEqual(['sendMessage']);
    machine.answer('sendMessage');
    expect(machine.state().result?.outcome).toBe('cured');
    expect(machine.state().steps['slow']?.outcome).toBe('sent');
  });

  it('records its measure on the day, before an end of the same day', () => {
    const machine = drive(
      programOf([wait('w', 60 * day), end()], {
        measure: { when: "scores.churn.tier != 'high'", atMs: 60 * day },
      }),
    );
    machine.answer('recordProgress');
    machine.pass();
    expect(machine.state().result).toBeUndefined();
    machine.answer('readFacts');
    expect(machine.request('recordMeasure').call.command).toMatchObject({ value: true });
    machine.answer('recordMeasure');
    expect(machine.state().result?.outcome).toBe('saved');
  });
});

describe('an end from outside', () => {
  it('wins when it is the first, and leaves later items to the outcome’s transaction', () => {
    const machine = drive(programOf([message('hello'), wait('w', day), end()]));
    machine.tell(
      { kind: 'stop', reason: 'by hand', outcome: 'stopped' },
      { kind: 'goal', reason: 'paid', outcome: 'cured' },
    );
    expect(machine.asked()).toEqual(['sendMessage']);
    machine.answer('sendMessage');
    expect(machine.state().result).toEqual({ outcome: 'stopped', reason: 'by hand' });
    expect(machine.state().inbox.mark).toBe(1);
  });

  it('is expired by the store at the maximum duration, whichever came first there', () => {
    const machine = drive(programOf([wait('w', 80 * day), end()], { maximumDurationMs: 10 * day }));
    machine.answer('recordProgress');
    machine.pass();
    expect(machine.now()).toBe(after(startedAt, 10 * day));
    machine.answer('expireTreatment', { outcome: 'cured', reason: 'paid a moment before' });
    expect(machine.state().result).toEqual({ outcome: 'cured', reason: 'paid a moment before' });
  });
});

describe('a pause', () => {
  it('holds effects while waits run on, and lifts when its last reason does', () => {
    const machine = drive(programOf([wait('w', hour), message('hello'), end()]));
    machine.answer('recordProgress');
    machine.tell({ kind: 'pause', reason: 'manual' }, { kind: 'pause', reason: 'preempted:x' });
    machine.pass();
    expect(machine.state().steps['w']?.outcome).toBe('done');
    expect(machine.asked()).not.toContain('sendMessage');
    machine.tell({ kind: 'resume', reason: 'manual' });
    expect(machine.asked()).not.toContain('sendMessage');
    machine.tell({ kind: 'resume', reason: 'preempted:x' });
    expect(machine.asked()).toEqual(['readFacts']);
    machine.answer('readFacts');
    expect(machine.asked()).toEqual(['sendMessage']);
  });

  it('that the gate knew of first is over when it is lifted here', () => {
    const machine = drive(programOf([message('hello'), end()]));
    machine.answer('sendMessage', {
      status: 'deferred',
      until: after(startedAt, hour),
      code: 'paused',
      why: 'paused',
    });
    machine.tell({ kind: 'pause', reason: 'manual' });
    machine.tell({ kind: 'resume', reason: 'manual' });
    machine.answer('readFacts');
    expect(machine.asked()).toEqual(['sendMessage']);
  });
});

describe('the context of a treatment', () => {
  it('is what its conditions read', () => {
    const program = programOf([
      {
        op: 'branch',
        step: 'about',
        summary: '',
        cases: [{ when: "context.kind == 'transaction' && context.id == '7:a'", target: 2 }],
        otherwise: 1,
      },
      end('lost'),
      end('saved'),
    ]);
    expect(drive(program, { context: 'transaction:7:a' }).state().result?.outcome).toBe('saved');
    expect(drive(program, { context: 'transaction:8' }).state().result?.outcome).toBe('lost');
    expect(drive(program).state().result?.outcome).toBe('lost');
  });
});

describe('facts', () => {
  it('are replaced by later ones and never by earlier ones', () => {
    const machine = drive(programOf([wait('w', 9 * day), end()]));
    machine.tell({ kind: 'skip', facts: factsOf({ segments: ['new'] }, 9) });
    machine.tell({ kind: 'skip', facts: factsOf({ segments: ['old'] }, 4) });
    expect(machine.state().facts.facts.segments).toEqual(['new']);
  });
});

describe('a raw signal that could not be read', () => {
  it('is told in the trace and in the current details', () => {
    const program = programOf([wait('w', 9 * day), end()]);
    const machine = drive(program);
    machine.unsigned({ kind: 'decision', approve: true });
    const why = 'a decision that could not be read was ignored: approve must be true or false';
    machine.answer('acceptUnsigned', { accepted: false, malformed: true, why });
    expect(machine.state().trace.at(-1)).toMatchObject({
      kind: 'control:unsigned',
      outcome: 'ignored',
      reason: why,
    });
    expect(describeTreatment(program, machine.state(), machine.now())).toContain(why);
  });

  it('leaves no line of its own where it was read', () => {
    const machine = drive(programOf([wait('w', 9 * day), end()]));
    machine.unsigned({ kind: 'stop' });
    const { length } = machine.state().trace;
    machine.answer('acceptUnsigned', { accepted: false, why: 'forged' });
    expect(machine.state().trace).toHaveLength(length);
  });
});

describe('timers', () => {
  it('cost nothing for far deadlines: only the earliest is armed', () => {
    const machine = drive(
      programOf([message('hello'), wait('w', 9 * day), end()], { measure: { when: 'true', atMs: 60 * day } }),
    );
    expect(timerToArm(machine.wanted(), [])).toBeUndefined();
    machine.answer('sendMessage');
    expect(timerToArm(machine.wanted(), [])?.at).toBe(after(startedAt, 9 * day));
    expect(timerToArm(machine.wanted(), [after(startedAt, 9 * day)])).toBeUndefined();
  });
});

describe('the words for a stranger', () => {
  it('say why it started, what it waits for and until when, and what comes next', () => {
    const program = programOf([message('hello'), wait('w', 9 * day), message('goodbye'), end()], {
      goal: 'invoices.open == 0.0',
      goalOutcome: 'cured',
    });
    const machine = drive(program, { why: 'Entered High churn risk: usage fell' });
    machine.answer('sendMessage');
    const words = describeTreatment(program, machine.state(), machine.now());
    expect(words).toContain('Entered High churn risk: usage fell');
    expect(words).toContain('**Where it is:** Wait w');
    expect(words).toContain('**What it waits for:** time to pass, until Wed 11 Mar 2026, 10:00 UTC\n');
    expect(words).toContain('**What comes next:** Send goodbye');
    expect(words).toContain('Send hello: **sent**');
    expect(words).toContain('*cured (paid)* as soon as no invoice is open');
  });
});

describe('a checkpoint that finds something for its own treatment', () => {
  const program = programOf(
    [{ op: 'rescore', step: 'check', summary: '' }, message('next'), end(), message('farewell'), end('left')],
    { onLeave: { mode: 'redirect', target: 3 } },
  );
  const leave = { kind: 'leave', mode: 'redirect', sequence: 2, seq: 1 } as const;
  const stop = { kind: 'exit', reason: 'left the segment', outcome: 'left', seq: 1 } as const;

  it('turns before anything after the checkpoint is begun, and hears the relay only once', () => {
    const machine = drive(program);
    machine.answer('rescore', { inbox: [leave] });
    expect(machine.request('sendMessage').call.command.step).toBe('farewell');
    machine.tell(leave);
    machine.answer('sendMessage');
    expect(machine.state().result?.outcome).toBe('left');
    expect(machine.state().trace.map(({ kind }) => kind)).toEqual([
      'rescore',
      'control:leave',
      'message',
      'control:end',
    ]);
  });

  it('ends before anything after the checkpoint is begun', () => {
    const machine = drive(program);
    machine.answer('rescore', { inbox: [stop] });
    expect(machine.asked()).toEqual([]);
    expect(machine.state().result).toEqual({ outcome: 'left', reason: 'left the segment' });
  });

  it('holds what is ahead of a gap until the relay has closed it', () => {
    const machine = drive(program);
    machine.answer('rescore', { inbox: [{ ...leave, seq: 2 }] });
    expect(machine.request('sendMessage').call.command.step).toBe('next');
    machine.tell({ kind: 'skip', seq: 1 });
    machine.answer('sendMessage');
    expect(machine.request('sendMessage').call.command.step).toBe('farewell');
  });
});

describe('a run that began before a change of the machine', () => {
  it('keeps to the rules it began by: the leave comes with the relay alone', () => {
    const program = programOf([{ op: 'rescore', step: 'check', summary: '' }, message('next'), end()]);
    const asked: string[] = [];
    const machine = drive(program, {}, (change) => {
      asked.push(change);
      return false;
    });
    const stop = { kind: 'stop', reason: 'by hand', outcome: 'stopped', seq: 1 } as const;
    machine.answer('rescore', { inbox: [stop] });
    expect(machine.asked()).toEqual(['sendMessage']);
    expect(asked).toEqual(['checkpointInbox']);
    machine.tell(stop);
    machine.answer('sendMessage');
    expect(machine.state().result?.outcome).toBe('stopped');
  });

  it('is asked nothing where the change does not matter', () => {
    const asked: string[] = [];
    const machine = drive(programOf([{ op: 'rescore', step: 'check', summary: '' }, end()]), {}, (change) => {
      asked.push(change);
      return true;
    });
    machine.answer('rescore');
    expect(machine.state().result?.outcome).toBe('saved');
    expect(asked).toEqual([]);
  });
});

describe('whatever the inbox brings', () => {
  it('ends in the same state in whatever order and however often it is delivered', () => {
    const program: Program = programOf([
      wait('a', 60 * day, ['x']),
      message('m'),
      wait('b', 60 * day, ['y']),
      end(),
    ]);
    const kinds = ['x', 'y', 'z'] as const;
    const delivery = fc.record({
      names: fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 6 }),
      seed: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    });
    fc.assert(
      fc.property(delivery, ({ names, seed }) => {
        const items = names.map(
          (name, index) =>
            ({ kind: 'event', name, value: index, signalId: `s${index}`, seq: index + 1 }) as const,
        );
        const inOrder = drive(program, { treatmentId: 'same' });
        for (const item of items) inOrder.tell(item);
        const shuffled = drive(program, { treatmentId: 'same' });
        const doubled = [...items, ...items]
          .map((item, index) => ({ item, key: seed[index % seed.length]! }))
          .sort((one, other) => one.key - other.key);
        for (const { item } of doubled) shuffled.tell(item);
        expect(shuffled.state()).toEqual(inOrder.state());
        expect(inOrder.state().inbox).toEqual({ mark: items.length, held: [] });
      }),
      { numRuns: 300 },
    );
  });
});
