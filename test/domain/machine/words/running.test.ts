import { describe as describeTreatment } from '../../../../domain/machine/describe';
import { after } from '../../../../domain/machine/instants';
import type { Program } from '../../../../domain/program';
import { checkBook } from '../../../../ports/book-files/check-book';
import { drive, type Driver } from '../driver';
import { day, factsOf } from '../parts';

// The shipped book, its templates included, is compiled once.
jest.setTimeout(120_000);

const programs = new Map<string, Program>();
beforeAll(async () => {
  const read = await checkBook('config/book');
  if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
  for (const [id, { program }] of Object.entries(read.book.playbooks)) programs.set(id, program);
});

const wordsOf = (program: Program, machine: Driver): string =>
  describeTreatment(program, machine.state(), machine.now());
const start = (playbook: string, change = {}): [Program, Driver] => {
  const program = programs.get(playbook)!;
  return [program, drive(program, change)];
};

const valued = (tier: 'high' | 'low') => ({ start: factsOf({ value: { amount: 1, tier } }) });

describe('a charge', () => {
  const putOff = (machine: Driver): void => {
    machine.answer('sendMessage');
    machine.answer('chargeInvoices', {
      status: 'deferred',
      until: '2026-03-04T14:00:00.000Z',
      code: 'retrySchedule',
      why: 'too early',
    });
  };

  it('that was put off is no try: all are left, and what follows a failure is told', () => {
    const [program, machine] = start('payment-cure');
    putOff(machine);
    const words = wordsOf(program, machine);
    expect(words).toContain(
      '**What it waits for:** the day on which the card may be charged again (not charged yet, 2 tries left), until Wed 4 Mar 2026, 14:00 UTC',
    );
    expect(words).toContain(
      '**What comes next:** charged on Wed 4 Mar 2026, 14:00 UTC (try 1 of 2); if that fails: a later try (1 try left then), and if all fail: Call the customer in person',
    );
    expect(words).toContain('**put off, nothing charged** (too early for the next charge)');
    expect(machine.wanted()[0]?.summary).toMatch(
      /^Put off until 4 Mar, 14:00 UTC \(too early for the next charge\), then: .+ \(2 tries left\)$/,
    );
  });

  it('that was declined has one try less', () => {
    const [program, machine] = start('payment-cure');
    putOff(machine);
    machine.pass();
    expect(machine.request('chargeInvoices').summary).toMatch(
      /^Asks the rules; if they allow it, charges: .+ \(2 tries left\)$/,
    );
    machine.answer('chargeInvoices', {
      status: 'declined',
      code: 'insufficient_funds',
      declineClass: 'softTimed',
      retryAt: '2026-03-07T17:00:00.000Z',
    });
    const words = wordsOf(program, machine);
    expect(words).toContain('try 2 of 2; the last was declined: insufficient funds');
    expect(words).toContain(
      'charged on Sat 7 Mar 2026, 17:00 UTC (try 2 of 2); if that fails: Call the customer in person',
    );
    expect(machine.wanted()[0]?.summary).toMatch(/^Try 1 of 2 was declined \(insufficient funds\)/);
  });

  it('that waits for somebody to resume the treatment names no day', () => {
    const [program, machine] = start('payment-cure');
    machine.answer('sendMessage');
    machine.answer('chargeInvoices', { status: 'refused', code: 'paused', why: 'paused' });
    expect(wordsOf(program, machine)).toContain('**What comes next:** charged once it goes on (try 1 of 2)');
  });
});

describe('details', () => {
  it('are true for as long as they stand: no time is told from now', () => {
    const [program, machine] = start('save-play');
    openTasks(machine);
    expect(wordsOf(program, machine)).not.toMatch(/\bin (\d+|less than a) (day|hour|minute)/);
  });

  it('say of a demonstration first that its clock is another one', () => {
    const [program, machine] = start('payment-cure', {
      clock: { base: '2026-03-02T10:00:00.000Z', scale: 1_440 },
    });
    const [, second] = wordsOf(program, machine).split('\n\n');
    expect(second).toMatch(/^\*\*Clock:\*\* a demonstration, a day passes in 60 seconds/);
    const [real, live] = start('payment-cure');
    expect(wordsOf(real, live)).not.toContain('Clock');
  });

  it('count the open tracks and name the track of each place', () => {
    const [program, machine] = start('save-play');
    openTasks(machine);
    expect(wordsOf(program, machine)).toContain('(4 of 4 tracks are open):');
    machine.tell({ kind: 'taskDone', taskId: 't' });
    machine.answer('loadTask', { taskId: 't', state: 'done', by: 'executives', result: '' });
    machine.answer('openTask', { taskId: 'owner', dueAt: machine.now() });
    machine.at(after(machine.now(), day / 2));
    machine.pass();
    while (machine.asked().includes('readFacts')) machine.answer('readFacts');
    const words = wordsOf(program, machine);
    expect(words).toContain('(3 of 4 tracks are open):');
    const places = words.split('\n').filter((line) => line.startsWith('- **Track'));
    expect(places.map((line) => line.slice(4, 11))).toEqual(['Track 1', 'Track 2', 'Track 4']);
  });

  it('answer the conditions that are still to come by the facts of today', () => {
    const [program, high] = start('payment-cure', valued('high'));
    expect(wordsOf(program, high)).toContain('If the value of the customer is high [as it stands: yes]:');
    expect(wordsOf(program, high)).toContain('Otherwise [as it stands: no]:');
    const [, low] = start('payment-cure', valued('low'));
    expect(wordsOf(program, low)).toContain('If the value of the customer is high [as it stands: no]:');
    expect(wordsOf(program, low)).toContain('Otherwise [as it stands: yes]:');
    // What asks for the answer of a step that has none is left open.
    expect(wordsOf(program, low)).toContain('○ Charge the new card (only if a new card came)\n');
  });

  it('say from which queue work was asked, and keep its task apart from what is done', () => {
    const [program, machine] = start('save-play');
    openTasks(machine);
    expect(wordsOf(program, machine)).toContain('**asked of the executives queue**');
    expect(wordsOf(program, machine)).toContain(
      'waits for somebody of the executives queue to finish the task “Call the customer and ask what has changed”',
    );
    for (const taskId of ['t', 'owner']) {
      machine.tell({ kind: 'taskDone', taskId });
      machine.answer('loadTask', { taskId, state: 'done', by: 'executives', result: '' });
      if (taskId === 'owner') machine.answer('recordFact');
      machine.answer('openTask', { taskId: 'owner', dueAt: machine.now() });
      while (machine.asked().includes('recordProgress')) machine.answer('recordProgress');
    }
    expect(wordsOf(program, machine)).toContain(
      '◔ Find out who decides at the customer *asked of the success queue, not done yet*',
    );
  });

  it('say what a word of the trade means', () => {
    const [program, machine] = start('payment-cure');
    expect(wordsOf(program, machine)).toContain('*cured (paid)* as soon as no invoice is open');
  });
});

describe('what people wrote', () => {
  const secret = 'Ms Adeyemi of Lagos, ada@kestrel.example, is on sick leave';

  it('stands in no text of a treatment: neither results of tasks nor the reason of a stop', () => {
    const [program, machine] = start('save-play');
    openTasks(machine);
    const told: string[] = [];
    const look = () => {
      told.push(wordsOf(program, machine), ...machine.wanted().map(({ summary }) => summary));
    };
    machine.tell({ kind: 'taskDone', taskId: 't' });
    machine.answer('loadTask', { taskId: 't', state: 'done', by: 'executives', result: secret });
    look();
    machine.answer('openTask', { taskId: 'owner', dueAt: machine.now() });
    machine.tell({ kind: 'taskDone', taskId: 'owner' });
    machine.answer('loadTask', { taskId: 'owner', state: 'done', by: 'success-leads', result: 'Adeyemi' });
    look();
    machine.answer('recordFact');
    look();
    machine.tell({ kind: 'stop', reason: secret, outcome: 'stopped' });
    look();
    expect(machine.state().interruption?.reason).toBe(secret);
    expect(told.join('\n')).toContain('**stopped**');
    expect(told.join('\n')).not.toMatch(/Adeyemi|kestrel|sick/);
  });

  it('does not come in by errors of other systems either', () => {
    const [program, machine] = start('payment-cure');
    machine.fail('sendMessage', '550 no such user ada@kestrel.example');
    expect(wordsOf(program, machine)).toContain('**failed**');
    expect(wordsOf(program, machine)).not.toContain('kestrel');
  });

  it('is not needed to say why it ended otherwise', () => {
    const [program, machine] = start('payment-cure');
    machine.tell({ kind: 'goal', reason: 'goal reached: no invoice is open', outcome: 'cured' });
    expect(wordsOf(program, machine)).toContain('cured (paid) (goal reached: no invoice is open)');
  });
});

function openTasks(machine: Driver): void {
  machine.answer('openTask', { taskId: 't', dueAt: machine.now() });
  while (machine.asked().includes('recordProgress')) machine.answer('recordProgress');
}
