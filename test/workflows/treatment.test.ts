import { randomUUID } from 'node:crypto';
import type { WorkflowFailedError } from '@temporalio/client';
import type { Program } from '../../domain/program';
import { getProgressQuery, stopSignal } from '../../workflows/messages';
import { eventTypes, markers, secondsFromLastSignal, secondsFromStart } from './support/histories';
import { openStage, type Stage } from './support/stage';
import { day, end, hour, inputOf, message, programOf, wait } from './support/inputs';

describe('a treatment on Temporal', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 60_000);
  afterAll(() => stage.close());
  const inputFor = async (program: Program) => inputOf(program, await stage.nowIso());

  it('runs a message, a wait of days and an end, and records its outcome', async () => {
    const world = stage.world();
    const input = await inputFor(programOf([message('hello'), wait('pause', 3 * day), end('saved')]));
    const result = await stage.play(input, world, (handle) => handle.result());
    expect(result).toEqual({ outcome: 'saved', reason: 'the plan is done' });
    expect(world.names()).toEqual(['sendMessage', 'completeTreatment']);
  });

  it('shows on its page that a rule refused a message, and why', async () => {
    const world = stage.world();
    world.effects.set('hello', [{ status: 'refused', code: 'noContact', why: 'nobody there' }]);
    const input = await inputFor(programOf([message('hello'), wait('pause', day, ['go']), end()]));
    const details = await stage.play(input, world, async (handle, send) => {
      const told = async (): Promise<string> => {
        const { currentDetails } = await handle.query<{ currentDetails: string }>(
          '__temporal_workflow_metadata',
        );
        return currentDetails.includes('hello *') ? currentDetails : told();
      };
      const shown = await told();
      await send({ kind: 'event', name: 'go', value: true, signalId: 'go' });
      await handle.result();
      return shown;
    });
    expect(details).toContain(
      '✗ Send hello *refused (no contact with the role champion has an address for email)*',
    );
  });

  it('fails at once when it is started under the type of another playbook', async () => {
    const input = await inputFor(programOf([end()], { type: 'otherPlay' }));
    const misnamed = { ...input, program: { ...input.program } };
    const failure = stage.play(
      misnamed,
      stage.world(),
      async (handle, _send, taskQueue): Promise<unknown> => {
        await handle.result();
        const started = await stage.environment.client.workflow.start('testPlay', {
          workflowId: `misnamed-${randomUUID()}`,
          taskQueue,
          args: [misnamed],
        });
        return started.result();
      },
    );
    await expect(failure).rejects.toMatchObject({ cause: { type: 'BadTreatmentInput', nonRetryable: true } });
  });

  it.each([
    ['nothing', undefined, 'input is missing'],
    ['a text', 'hello', 'treatmentId must be a text'],
    ['no program', { program: undefined }, 'program must be an object'],
    ['no instant', { startedAt: 'soon' }, 'startedAt must be an ISO instant'],
    [
      'a clock that stands still',
      { clock: { base: '2026-01-01T00:00:00Z', scale: 0 } },
      'clock.scale must be a positive number',
    ],
    [
      'instructions that are none',
      { program: { ...programOf([]), instructions: [{ op: 'nonsense' }] } },
      'program cannot be run',
    ],
  ])('fails instead of hanging when it is given %s', async (_what, change, words) => {
    const input = await inputFor(programOf([end()]));
    const given = typeof change === 'object' ? { ...input, ...change } : change;
    const error: WorkflowFailedError = await stage.play(
      input,
      stage.world(),
      async (handle, _send, taskQueue) => {
        await handle.result();
        const started = await stage.environment.client.workflow.start('testPlay', {
          workflowId: `bad-${randomUUID()}`,
          taskQueue,
          args: [given],
        });
        return started.result().then(
          () => Promise.reject(new Error('it did not fail')),
          (failure: WorkflowFailedError) => failure,
        );
      },
    );
    expect(error.cause?.message).toContain(words);
  });

  it('ends a wait within a second of a stop, with the mark of what it took in', async () => {
    const world = stage.world();
    const input = await inputFor(programOf([wait('long', 60 * day), end()]));
    const seconds = await stage.play(input, world, async (handle, send) => {
      await send({ kind: 'event', name: 'seen', value: 1, signalId: 's1' });
      await send({ kind: 'stop', reason: 'asked to stop', outcome: 'stopped' });
      expect(await handle.result()).toEqual({ outcome: 'stopped', reason: 'asked to stop' });
      return secondsFromLastSignal(await handle.fetchHistory());
    });
    expect(seconds).toBeLessThan(1);
    const completed = world.calls.at(-1);
    expect(completed).toMatchObject({ name: 'completeTreatment', command: { mark: 2, outcome: 'stopped' } });
  });

  it('awaits a message that is being sent when the stop comes, and records it', async () => {
    const world = stage.world();
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    let begun = () => {};
    const sending = new Promise<void>((resolve) => (begun = resolve));
    world.gate = () => {
      begun();
      return gate;
    };
    const input = await inputFor(programOf([message('hello'), wait('long', day), end()]));
    await stage.play(input, world, async (handle, send) => {
      await sending;
      await send({ kind: 'stop', reason: 'asked to stop', outcome: 'stopped' });
      expect(world.names()).toEqual(['sendMessage']);
      open();
      await handle.result();
      const { trace } = await handle.query(getProgressQuery);
      expect(trace.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
        'control:stop stopped',
        'message sent',
      ]);
    });
  });

  it('takes each inbox item once and in order, whatever order and how often it comes', async () => {
    const input = await inputFor(
      programOf([wait('one', 60 * day, ['first']), wait('two', 60 * day, ['second']), end()]),
    );
    const world = stage.world();
    await stage.play(input, world, async (handle, send) => {
      const first = { kind: 'event', name: 'first', value: 1, signalId: 's1', seq: 1 } as const;
      const second = { kind: 'event', name: 'second', value: 1, signalId: 's2', seq: 3 } as const;
      await send(second);
      await send(first, first);
      await send(first);
      const held = await handle.query(getProgressQuery);
      expect(held.inboxMark).toBe(1);
      expect(held.waits).toMatchObject([{ step: 'two' }]);
      await send({ kind: 'skip', seq: 2 });
      expect(await handle.result()).toMatchObject({ outcome: 'saved' });
    });
    expect(world.calls.at(-1)).toMatchObject({ name: 'completeTreatment', command: { mark: 3 } });
  });

  it('sends nothing while paused and reads the facts before anything else when resumed', async () => {
    const input = await inputFor(programOf([wait('short', hour), message('hello'), end()]));
    const world = stage.world();
    await stage.play(input, world, async (handle, send) => {
      await send({ kind: 'pause', reason: 'manual' });
      await send({ kind: 'pause', reason: 'preempted:treatment:fraud-review:000000000000:9' });
      await stage.environment.sleep(2 * hour);
      await send({ kind: 'resume', reason: 'preempted:treatment:fraud-review:000000000000:9' });
      await stage.environment.sleep(2 * hour);
      expect(world.names()).not.toContain('sendMessage');
      expect((await handle.query(getProgressQuery)).waits[0]).toMatchObject({ for: 'pause' });
      await send({ kind: 'resume', reason: 'manual' });
      await handle.result();
    });
    expect(world.names().filter((name) => name !== 'recordProgress')).toEqual([
      'readFacts',
      'sendMessage',
      'completeTreatment',
    ]);
  });

  it('continues as new in the middle of a loop and keeps its passes, deadline and inbox mark', async () => {
    const program = programOf([
      { op: 'loop', step: 'weekly', summary: 'Weekly', times: 6, exit: 4 },
      { op: 'rescore', step: 'check', summary: 'Re-score' },
      wait('week', 7 * day),
      { op: 'next', step: 'weekly', summary: 'Next week', loop: 0 },
      end('lost'),
    ]);
    const input = { ...(await inputFor(program)), continueAfterEvents: 25 };
    const world = stage.world();
    const runs = await stage.play(input, world, async (handle, send) => {
      const first = (await handle.describe()).runId;
      await send({ kind: 'skip' });
      await handle.result();
      const last = await stage.environment.client.workflow.getHandle(input.treatmentId).describe();
      return [first, last.runId];
    });
    expect(runs[0]).not.toBe(runs[1]);
    const passes = world.calls.filter(({ name }) => name === 'rescore').map(({ path }) => path);
    expect(passes).toEqual([1, 2, 3, 4, 5, 6].map((pass) => `weekly:${pass}`));
    expect(world.calls.at(-1)).toMatchObject({ command: { outcome: 'lost', mark: 1 } });
  });

  it('runs the branches of a parallel side by side and goes on when all are done', async () => {
    const program = programOf([
      { op: 'fork', step: 'both', summary: 'Both', branches: [1, 3], join: 4 },
      message('one'),
      { op: 'jump', step: 'both', summary: '', target: 4 },
      wait('two', 2 * day),
      { op: 'join', step: 'both', summary: '' },
      message('after'),
      end(),
    ]);
    const world = stage.world();
    const input = await inputFor(program);
    const before = await stage.environment.currentTimeMs();
    await stage.play(input, world, (handle) => handle.result());
    expect(
      world.calls.filter(({ name }) => name === 'sendMessage').map(({ step, path }) => [step, path]),
    ).toEqual([
      ['one', 'both:1'],
      ['after', ''],
    ]);
    expect((await stage.environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(2 * day);
  });

  it('goes another way when the customer leaves and the playbook redirects', async () => {
    const program = programOf([wait('long', 60 * day), end('lost'), message('goodbye'), end('left')], {
      onLeave: { mode: 'redirect', target: 2 },
    });
    const world = stage.world();
    const result = await stage.play(await inputFor(program), world, async (handle, send) => {
      await send({ kind: 'leave', mode: 'redirect', sequence: 5 });
      return handle.result();
    });
    expect(result).toMatchObject({ outcome: 'left' });
    expect(world.calls.find(({ name }) => name === 'sendMessage')).toMatchObject({
      step: 'goodbye',
      path: 'leave:1',
    });
  });

  it('turns at a checkpoint that found the leave, before the relay tells of it, and says so in its history', async () => {
    const program = programOf(
      [
        { op: 'rescore', step: 'check', summary: 'Re-score' },
        wait('long', 60 * day),
        end('lost'),
        message('goodbye'),
        end('left'),
      ],
      { onLeave: { mode: 'redirect', target: 3 } },
    );
    const world = stage.world();
    world.inboxes.push([{ kind: 'leave', mode: 'redirect', sequence: 2, seq: 1 }]);
    const input = await inputFor(program);
    const events = await stage.play(input, world, async (handle) => {
      expect(await handle.result()).toMatchObject({ outcome: 'left' });
      return markers(await handle.fetchHistory());
    });
    expect(world.names()).toEqual(['rescore', 'sendMessage', 'completeTreatment']);
    expect(events).toContain('core_patch');
    expect(world.calls.at(-1)).toMatchObject({ command: { mark: 1 } });
  });

  it('asks the store whether a leave stands when the grace is over, in the middle of a wait', async () => {
    const program = programOf([wait('long', 60 * day), end('lost')], {
      onLeave: { mode: 'grace', graceMs: 2 * day },
    });
    const world = stage.world();
    const result = await stage.play(await inputFor(program), world, async (handle, send) => {
      await send({ kind: 'leave', mode: 'grace', sequence: 5 });
      await stage.environment.sleep(2 * day + hour);
      expect(world.names()).toContain('confirmLeave');
      await send({ kind: 'exit', reason: 'left the segment', outcome: 'left' });
      return handle.result();
    });
    expect(result).toMatchObject({ outcome: 'left' });
  });

  it('ends at the maximum duration although it waits for longer', async () => {
    const program = programOf([wait('long', 60 * day), end('lost')], { maximumDurationMs: 10 * day });
    const input = await inputFor(program);
    const history = await stage.play(input, stage.world(), async (handle) => {
      expect(await handle.result()).toEqual({ outcome: 'expired', reason: 'maximum duration is over' });
      return handle.fetchHistory();
    });
    expect(Math.round(secondsFromStart(history) / 86_400)).toBe(10);
  });

  it('shows a raw stop to the store and goes on when the store calls it forged, also when cancelled', async () => {
    const world = stage.world();
    const input = await inputFor(programOf([wait('short', 2 * day), end()]));
    const result = await stage.play(input, world, async (handle) => {
      await handle.signal(stopSignal, { reason: 'by hand' });
      await handle.cancel();
      return handle.result();
    });
    expect(result).toMatchObject({ outcome: 'saved' });
    const asked = world.calls.filter(({ name }) => name === 'acceptUnsigned');
    const acts = asked.map(({ command }) => ('act' in command ? command.act : undefined));
    // A cancellation may overtake a signal: each is asked about, in whatever order.
    expect(acts).toHaveLength(2);
    expect(acts).toEqual(
      expect.arrayContaining([
        { kind: 'stop', reason: 'by hand' },
        { kind: 'stop', reason: 'cancelled in Temporal' },
      ]),
    );
  });

  it('reminds, then lets the store expire an approval nobody decides', async () => {
    const world = stage.world();
    world.decision = 'open';
    const program = programOf([
      {
        op: 'approve',
        step: 'plan',
        summary: 'Approve the plan',
        policy: 'plan',
        title: 'Plan',
        evidence: [],
      },
      {
        op: 'branch',
        step: 'route',
        summary: '',
        cases: [{ when: "step.plan.outcome == 'expired'", target: 3 }],
        otherwise: 2,
      },
      end('saved'),
      end('lost'),
    ]);
    const result = await stage.play(await inputFor(program), world, (handle) => handle.result());
    expect(world.names()).toEqual(['openApproval', 'remindApproval', 'expireApproval', 'completeTreatment']);
    expect(result).toMatchObject({ outcome: 'lost' });
  });

  it('takes a decision at once and costs no event more than a workflow written by hand', async () => {
    const world = stage.world();
    const program = programOf([
      message('hello'),
      wait('pause', day),
      {
        op: 'approve',
        step: 'plan',
        summary: 'Approve the plan',
        policy: 'plan',
        title: 'Plan',
        evidence: [],
      },
      { op: 'rescore', step: 'check', summary: 'Re-score' },
      end(),
    ]);
    const events = await stage.play(await inputFor(program), world, async (handle, send) => {
      await stage.environment.sleep(day + 60_000);
      await send({ kind: 'decision', approvalId: 'approval-plan-' });
      await handle.result();
      return eventTypes(await handle.fetchHistory());
    });
    // Started and completed 2, workflow tasks 3 each for 7 wake-ups, 4 activities of 3, 2 timers of 2, 1 signal, 3 upserts, the outcome 1.
    expect(events).toHaveLength(2 + 3 * 7 + 3 * 4 + 2 * 2 + 1 + 3 + 1);
  });

  it('waits with its outcome for a store that is away', async () => {
    const world = stage.world();
    world.outcomesRefused = 4;
    await stage.play(await inputFor(programOf([message('hello'), end()])), world, async (handle) => {
      expect(await handle.result()).toMatchObject({ outcome: 'saved' });
      const { events } = await handle.fetchHistory();
      const types = (events ?? []).flatMap(
        ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
      );
      expect(types).toEqual(['sendMessage', 'completeTreatment']);
    });
    expect(world.names()).toEqual(['sendMessage', ...Array<string>(5).fill('completeTreatment')]);
  });
});
