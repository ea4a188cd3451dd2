import { after } from '../../../domain/machine/instants';
import type { Instruction } from '../../../domain/program';
import { day, end, factsOf, hour, message, programOf, wait } from './parts';
import { drive, startedAt } from './driver';

const charge: Instruction = {
  op: 'charge',
  step: 'retries',
  summary: 'Charge',
  effect: { kind: 'charge', invoices: 'open' },
  attempts: 2,
  wakeOn: ['card_updated'],
};
const task = (change: Partial<Extract<Instruction, { op: 'task' }>> = {}): Instruction => ({
  op: 'task',
  step: 'call',
  summary: 'Call',
  queue: 'success',
  title: 'Call',
  dueMs: 2 * day,
  await: true,
  dueFrom: 'now',
  ...change,
});

describe('an effect', () => {
  it('that is put off is asked for again with the same path, and never ends the play', () => {
    const machine = drive(programOf([message('hello'), end()]));
    const first = machine.request('sendMessage');
    machine.answer('sendMessage', {
      status: 'deferred',
      until: after(startedAt, 10 * hour),
      code: 'quietHours',
      why: 'night',
    });
    expect(machine.asked()).toEqual([]);
    machine.pass();
    const again = machine.request('sendMessage');
    expect(again.call.command).toMatchObject({ step: 'hello', path: '' });
    expect(again.key).not.toBe(first.key);
    expect(machine.now()).toBe(after(startedAt, 10 * hour));
    machine.answer('sendMessage');
    expect(machine.state().result?.outcome).toBe('saved');
  });

  it('put off until a moment that is past does not spin', () => {
    const machine = drive(programOf([message('hello'), end()]));
    machine.answer('sendMessage', {
      status: 'deferred',
      until: startedAt,
      code: 'quietHours',
      why: 'clocks differ',
    });
    expect(machine.asked()).toEqual([]);
    machine.pass();
    expect(Date.parse(machine.now())).toBeGreaterThan(Date.parse(startedAt));
  });

  it('records what its expression gives at that moment', () => {
    const record: Instruction = {
      op: 'effect',
      step: 'owner',
      summary: 'Record the owner',
      effect: { kind: 'record', field: 'owner', value: '', from: 'step.call.reason' },
    };
    const machine = drive(programOf([task(), record, end()]));
    machine.answer('openTask', { taskId: 'task:1', dueAt: startedAt });
    machine.tell({ kind: 'taskDone', taskId: 'task:1' });
    machine.answer('loadTask', { taskId: 'task:1', state: 'done', by: 'success', result: 'Ada' });
    expect(machine.request('recordFact').call.command).toMatchObject({
      effect: { kind: 'record', field: 'owner', value: 'Ada' },
    });
  });

  it('that records what nobody knows is refused, and the play goes on', () => {
    const record: Instruction = {
      op: 'effect',
      step: 'owner',
      summary: 'Record the owner',
      effect: { kind: 'record', field: 'owner', value: '', from: 'customer.owner' },
    };
    const machine = drive(programOf([record, end()]));
    expect(machine.state().steps['owner']).toMatchObject({ outcome: 'refused', reason: 'valueUnknown' });
    expect(machine.state().result?.outcome).toBe('saved');
  });

  it('carries the instant after which it is too late through every ask', () => {
    const within: Instruction = { ...message('hello'), op: 'effect', withinMs: 24 * hour } as Instruction;
    const machine = drive(programOf([within, end()]));
    machine.answer('sendMessage', {
      status: 'deferred',
      until: after(startedAt, 10 * hour),
      code: 'quietHours',
      why: 'night',
    });
    machine.pass();
    expect(machine.request('sendMessage').call.command).toMatchObject({
      notAfter: after(startedAt, 24 * hour),
    });
  });

  it('refused because the treatment has ended waits for the item that ended it instead of going on', () => {
    const machine = drive(programOf([message('hello'), end('lost')]));
    machine.answer('sendMessage', { status: 'refused', code: 'goalReached', why: 'paid' });
    expect(machine.state().result).toBeUndefined();
    machine.tell({ kind: 'goal', reason: 'paid', outcome: 'cured' });
    expect(machine.state().result).toEqual({ outcome: 'cured', reason: 'paid' });
  });

  it('refused for a reason of its own is an outcome the program can branch on', () => {
    const branch: Instruction = {
      op: 'branch',
      step: 'b',
      summary: '',
      cases: [{ when: "step.hello.reason == 'noConsent'", target: 3 }],
      otherwise: 2,
    };
    const machine = drive(programOf([message('hello'), branch, end('lost'), end('handedOver')]));
    machine.answer('sendMessage', { status: 'refused', code: 'noConsent', why: 'said no' });
    expect(machine.state().result?.outcome).toBe('handedOver');
  });

  it('whose activity fails for good is a failed step, not a failed treatment', () => {
    const machine = drive(programOf([message('hello'), end()]));
    machine.fail('sendMessage', 'payload too large');
    expect(machine.state().steps['hello']).toMatchObject({ outcome: 'failed', reason: 'payload too large' });
    expect(machine.state().result?.outcome).toBe('saved');
  });

  it('of an offer carries its amount, and is refused when the amount cannot be computed', () => {
    const offer = (amount: string): Instruction => ({
      op: 'effect',
      step: 'offer',
      summary: 'Offer',
      effect: { kind: 'offer', offer: 'discount', amount },
    });
    expect(
      drive(programOf([offer('value.amount * 0.1'), end()])).request('makeOffer').call.command,
    ).toMatchObject({ amount: 1_200 });
    const unknown = drive(programOf([offer('signals.seats * 2.0'), end()]));
    expect(unknown.asked()).toEqual([]);
    expect(unknown.state().steps['offer']).toMatchObject({ outcome: 'refused', reason: 'amountUnknown' });
  });

  it('is skipped when its condition is false, which leaves a fact', () => {
    const machine = drive(programOf([{ ...message('hello'), when: 'invoices.open == 0.0' }, end()]));
    expect(machine.asked()).toEqual([]);
    expect(machine.state().steps['hello']?.outcome).toBe('skipped');
  });
});

describe('a charge', () => {
  const declined = (retryAt?: string) => ({
    status: 'declined',
    code: 'insufficient_funds',
    declineClass: 'soft',
    ...(retryAt && { retryAt }),
  });

  it('waits until the gate allows the next attempt, whose path carries its number', () => {
    const machine = drive(programOf([charge, end()]));
    expect(machine.request('chargeInvoices').call.command.path).toBe('retries:1');
    machine.answer('chargeInvoices', declined(after(startedAt, 2 * day)));
    machine.pass();
    expect(machine.now()).toBe(after(startedAt, 2 * day));
    expect(machine.request('chargeInvoices').call.command.path).toBe('retries:2');
    machine.answer('chargeInvoices', { status: 'done', outcome: 'paid', count: 1, amount: 100 });
    expect(machine.state().steps['retries']).toMatchObject({ outcome: 'paid', count: 2, amount: 100 });
  });

  it('is tried again at once when the card is updated, also while the declined attempt was still in flight', () => {
    const waiting = drive(programOf([charge, end()]));
    waiting.answer('chargeInvoices', declined(after(startedAt, 2 * day)));
    waiting.tell({ kind: 'event', name: 'card_updated', value: true, signalId: 's' });
    expect(waiting.request('chargeInvoices').call.command.path).toBe('retries:2');
    const flying = drive(programOf([charge, end()]));
    flying.tell({ kind: 'event', name: 'card_updated', value: true, signalId: 's' });
    flying.answer('chargeInvoices', declined(after(startedAt, 2 * day)));
    expect(flying.request('chargeInvoices').call.command.path).toBe('retries:2');
  });

  it('is declined when attempts are used up or no retry is allowed', () => {
    const machine = drive(programOf([charge, end()]));
    machine.answer('chargeInvoices', declined());
    expect(machine.state().steps['retries']).toMatchObject({
      outcome: 'declined',
      reason: 'insufficient_funds',
      count: 1,
    });
    const twice = drive(programOf([charge, end()]));
    twice.answer('chargeInvoices', declined(after(startedAt, day)));
    twice.pass();
    twice.answer('chargeInvoices', declined(after(startedAt, 5 * day)));
    expect(twice.state().steps['retries']).toMatchObject({ outcome: 'declined', count: 2 });
  });

  it('put off by the gate keeps its attempt', () => {
    const machine = drive(programOf([charge, end()]));
    machine.answer('chargeInvoices', {
      status: 'deferred',
      until: after(startedAt, hour),
      code: 'retrySchedule',
      why: 'too soon',
    });
    machine.pass();
    expect(machine.request('chargeInvoices').call.command.path).toBe('retries:1');
  });
});

describe('work by people', () => {
  it('counts the due date from the breach where the playbook says so', () => {
    const breachedAt = after(startedAt, -day);
    const machine = drive(programOf([task({ dueFrom: 'breach' }), end()]), { breachedAt });
    expect(machine.request('openTask').call.command).toMatchObject({ dueAt: after(startedAt, day) });
  });

  it('that is not awaited goes on, and its end becomes the facts of its step', () => {
    const machine = drive(programOf([task({ await: false }), wait('long', 9 * day), end()]));
    machine.answer('openTask', { taskId: 't1' });
    expect(machine.state().steps['call']?.outcome).toBe('opened');
    machine.tell({ kind: 'taskDone', taskId: 't1' });
    machine.answer('loadTask', { taskId: 't1', state: 'done', by: 'success', result: 'will stay' });
    expect(machine.state().steps['call']).toMatchObject({ outcome: 'done', reason: 'will stay' });
  });

  it('done before its opening was heard of is not waited for for ever', () => {
    const machine = drive(programOf([task(), end()]));
    machine.tell({ kind: 'taskDone', taskId: 't1' });
    machine.answer('openTask', { taskId: 't1' });
    machine.answer('loadTask', { taskId: 't1', state: 'done', by: 'success', result: 'ok' });
    expect(machine.state().result?.outcome).toBe('saved');
  });

  it('of a plan is done when every milestone is', () => {
    const plan: Instruction = {
      op: 'plan',
      step: 'plan',
      summary: 'Plan',
      template: 'p',
      queue: 'success',
      milestones: [
        { title: 'One', dueMs: day },
        { title: 'Two', dueMs: 2 * day },
      ],
    };
    const machine = drive(programOf([plan, wait('long', 9 * day), end()]));
    expect(machine.asked()).toEqual(['openTask', 'openTask']);
    machine.answer('openTask', { taskId: 't1' });
    machine.answer('openTask', { taskId: 't2' });
    expect(machine.state().steps['plan']).toMatchObject({ outcome: 'opened', amount: 2 });
    for (const taskId of ['t1', 't2']) {
      machine.tell({ kind: 'taskDone', taskId });
      machine.answer('loadTask', { taskId, state: 'done', by: 'success', result: 'done' });
    }
    expect(machine.state().steps['plan']).toMatchObject({ outcome: 'done', count: 2 });
  });

  const cohortAsk: Instruction = {
    op: 'approve',
    step: 'worth',
    summary: 'Worth it?',
    policy: 'p',
    title: 'Worth it?',
    evidence: [],
    cohort: "customer.plan + ', ' + value.tier",
    validForMs: 91 * day,
  };
  const opened = { status: 'open', approvalId: 'a1', dueAt: startedAt, remindAt: startedAt };
  const ofPlan = { start: factsOf({ customer: { plan: 'basic' } }) };

  it('names the cohort that an approval is decided for', () => {
    const machine = drive(programOf([cohortAsk, end()]), ofPlan);
    expect(machine.request('openApproval').call.command).toMatchObject({
      cohort: { name: 'basic, high', validForMs: 91 * day },
    });
  });

  it('reads the decision that stands for the cohort at once', () => {
    const machine = drive(programOf([cohortAsk, end()]), ofPlan);
    machine.answer('openApproval', { ...opened, expiresAt: after(startedAt, day), decided: true });
    expect(machine.asked()).toEqual(['loadDecision']);
    machine.answer('loadDecision', { approvalId: 'a1', state: 'rejected', by: 'manager', edited: false });
    expect(machine.now()).toBe(startedAt);
    expect(machine.state().steps['worth']).toMatchObject({ outcome: 'rejected', by: 'manager' });
    const lines = machine.state().trace.filter(({ step }) => step === 'worth');
    expect(lines.map(({ outcome }) => outcome)).toEqual(['standing', 'rejected']);
  });

  it('asks nobody about a cohort that cannot be named', () => {
    const machine = drive(programOf([cohortAsk, end()]));
    expect(machine.state().steps['worth']).toMatchObject({ outcome: 'refused', reason: 'cohortUnknown' });
  });

  it('lets the store decide whether an approval has expired', () => {
    const approve: Instruction = {
      op: 'approve',
      step: 'plan',
      summary: 'Approve',
      policy: 'p',
      title: 'Plan',
      evidence: [],
    };
    const machine = drive(programOf([approve, end()]));
    const expiresAt = after(startedAt, 2 * day);
    machine.answer('openApproval', {
      status: 'open',
      approvalId: 'a1',
      dueAt: expiresAt,
      remindAt: after(startedAt, day),
      expiresAt,
    });
    machine.pass();
    machine.answer('remindApproval', { approvalId: 'a1', state: 'open', by: '', edited: false });
    machine.pass();
    expect(machine.now()).toBe(expiresAt);
    machine.answer('expireApproval', { approvalId: 'a1', state: 'approved', by: 'manager', edited: true });
    expect(machine.state().steps['plan']).toMatchObject({ outcome: 'approved', by: 'manager' });
  });
});

describe('a wait', () => {
  it('ends at the next time of the customer’s own clock', () => {
    const machine = drive(
      programOf([
        { op: 'wait', step: 'w', summary: 'w', forMs: hour, untilLocal: '09:00', events: [] },
        end(),
      ]),
      {
        start: factsOf({ customer: { zone: 'America/New_York' } }),
      },
    );
    machine.answer('recordProgress');
    machine.pass();
    // 10:00 UTC is 05:00 there; 09:00 the same morning.
    expect(machine.now()).toBe('2026-03-02T14:00:00.000Z');
  });

  it.each([
    ['so long before the instant a fact tells', '2026-03-20T10:00:00Z', '2026-03-17T10:00:00.000Z'],
    ['after its own time where that comes first', '2027-01-01T00:00:00Z', '2026-04-01T10:00:00.000Z'],
    ['after its own time where the fact tells no instant', 'soon', '2026-04-01T10:00:00.000Z'],
    ['after its own time where there is no such fact', undefined, '2026-04-01T10:00:00.000Z'],
    ['at once where the instant is that near', '2026-03-04T10:00:00Z', startedAt],
  ])('ends %s', (_how, due, ends) => {
    const machine = drive(
      programOf([
        {
          op: 'wait',
          step: 'w',
          summary: 'w',
          forMs: 30 * day,
          untilFact: 'signals.dispute_due_at',
          beforeMs: 3 * day,
          events: [],
        },
        end(),
      ]),
      { start: factsOf({ signals: due === undefined ? {} : { dispute_due_at: due } }) },
    );
    if (ends !== startedAt) {
      machine.answer('recordProgress');
      machine.pass();
    }
    expect(machine.now()).toBe(ends);
    expect(machine.state().result?.outcome).toBe('saved');
  });

  it('ends by an event it names when the condition on it holds, and binds the event', () => {
    const machine = drive(
      programOf([{ ...wait('w', 9 * day, ['seats']), where: 'event.value > 10.0' } as Instruction, end()]),
    );
    machine.tell({ kind: 'event', name: 'seats', value: 5, signalId: 'a' });
    expect(machine.state().result).toBeUndefined();
    machine.tell({ kind: 'event', name: 'seats', value: 20, signalId: 'b' });
    expect(machine.state().steps['w']).toMatchObject({ outcome: 'event', reason: 'seats' });
    expect(machine.state().event).toEqual({ name: 'seats', value: 20 });
  });

  it('that no activity announced is written down once', () => {
    const quiet = drive(programOf([wait('w', 9 * day), end()]));
    expect(quiet.asked()).toEqual(['recordProgress']);
    const announced = drive(programOf([message('hello'), wait('w', 9 * day), end()]));
    expect(announced.request('sendMessage').call.command.progress).toMatchObject({
      step: 'w',
      waitingFor: 'Wait w',
      until: after(startedAt, 9 * day),
    });
    announced.answer('sendMessage');
    expect(announced.asked()).toEqual([]);
  });
});

describe('a checkpoint', () => {
  it('counts how often in a row its tier was the same', () => {
    const program = programOf([
      {
        op: 'loop',
        step: 'weekly',
        summary: '',
        times: 9,
        until: "step.check.tier == 'low' && step.check.count >= 2.0",
        exit: 3,
      },
      { op: 'rescore', step: 'check', summary: 'Check' },
      { op: 'next', step: 'weekly', summary: '', loop: 0 },
      end(),
    ]);
    const machine = drive(program);
    for (const tier of ['low', 'medium', 'low', 'low']) {
      expect(machine.state().result).toBeUndefined();
      machine.answer('rescore', { tier, points: 5 });
    }
    expect(machine.state().result?.outcome).toBe('saved');
    expect(machine.state().steps['weekly']).toMatchObject({ outcome: 'done', count: 4 });
  });

  it('makes older crossings no news', () => {
    const machine = drive(
      programOf([{ op: 'rescore', step: 'check', summary: '' }, wait('w', 9 * day), end()]),
    );
    machine.answer('rescore', { sequence: 10, facts: factsOf({}, 10) });
    machine.tell({ kind: 'crossing', crossingId: 'c', sequence: 10, summary: 'entered x' });
    expect(machine.state().trace.some(({ kind }) => kind === 'control:crossing')).toBe(false);
    machine.tell({ kind: 'crossing', crossingId: 'd', sequence: 11, summary: 'entered x' });
    expect(machine.state().trace.some(({ kind }) => kind === 'control:crossing')).toBe(true);
  });
});
