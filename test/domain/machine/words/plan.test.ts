import { describe as describeTreatment } from '../../../../domain/machine/describe';
import { planOf } from '../../../../domain/machine/words/plan';
import { indentedLines } from '../../../../domain/machine/words/plan-lines';
import type { Program } from '../../../../domain/program';
import { checkBook } from '../../../../ports/book-files/check-book';
import { drive, type Driver } from '../driver';
import { after } from '../../../../domain/machine/instants';
import { day } from '../parts';

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

describe('the plan of a playbook', () => {
  it('stands as people read it: conditions above what they govern', () => {
    const plan = indentedLines(planOf(programs.get('payment-cure')!), ({ text }) => text).replaceAll(
      '\u2003',
      '.',
    );
    expect(plan).toContain(
      [
        'Who reaches out:',
        '..If the value of the customer is high:',
        '....Call the customer in person',
        '....If it was not done in time: Tell the success leads that nobody called',
        '..Otherwise:',
        '....Show a banner that asks for another card',
      ].join('\n'),
    );
    expect(plan).toContain('(only if a new card came)');
    expect(plan.split('\n').at(-1)).toBe('End as written off: nobody paid within the time allowed');
  });

  it('shows every step that is more than bookkeeping, of every playbook', () => {
    for (const program of programs.values()) {
      const shown = new Set(planOf(program).map(({ step }) => step));
      const silent = new Set(['branch', 'jump', 'next', 'join', 'fork', 'readFacts']);
      const steps = program.instructions.filter(({ op }) => !silent.has(op)).map(({ step }) => step);
      expect(steps.filter((step) => !shown.has(step))).toEqual([]);
    }
  });
});

describe('the words of a running treatment', () => {
  it('say of a deferral what it waits for and that it is tried again, never a code', () => {
    const program = programs.get('payment-cure')!;
    const machine = drive(program);
    expect(machine.request('sendMessage').summary).toBe(
      'Asks the rules; if they allow it, sends: Tell the customer in plain words, with one link',
    );
    machine.answer('sendMessage', {
      status: 'deferred',
      until: '2026-03-03T07:00:00.000Z',
      code: 'quietHours',
      why: 'quiet hours in UTC',
    });
    const words = wordsOf(program, machine);
    expect(words).toContain(
      "**What it waits for:** the end of the customer's quiet hours, until Tue 3 Mar 2026, 07:00 UTC\n",
    );
    expect(words).toContain(
      '**What comes next:** on Tue 3 Mar 2026, 07:00 UTC the rules are asked again, and it is done if they allow it; after that: Charge again',
    );
    expect(words).toContain('▶ **Tell the customer');
    expect(words).not.toContain('quietHours');
    expect(machine.wanted()[0]?.summary).toBe(
      'Put off until 3 Mar, 07:00 UTC (quiet hours of the customer), then: Tell the customer in plain words, with one link',
    );
  });

  it('mark a message that a rule refused as not done, with the reason', () => {
    const program = programs.get('payment-cure')!;
    const machine = drive(program);
    machine.answer('sendMessage', { status: 'refused', code: 'noContact', why: 'nobody' });
    const words = wordsOf(program, machine);
    const why = 'no contact with the role billing or customer has an address for email';
    expect(words).toContain(`\n✗ Tell the customer in plain words, with one link *refused (${why})*\n`);
    expect(words).toContain(`Tell the customer in plain words, with one link: **refused** (${why})`);
    expect(words).toContain('**Plan:** ✓ done · ✗ not done · ? in doubt · ');
  });

  it.each([
    ['✗', { status: 'failed', code: 'bounced', why: '550 ada@kestrel.example' }, 'failed (bounced)'],
    ['?', { status: 'inDoubt', why: 'ada@kestrel.example may have it' }, 'in doubt, a person looks'],
    ['✓', { status: 'done', outcome: 'sent', count: 1, amount: 0 }, 'sent'],
  ])('mark with %s what came of a message: %o', (mark, answer, result) => {
    const program = programs.get('payment-cure')!;
    const machine = drive(program);
    machine.answer('sendMessage', answer);
    const words = wordsOf(program, machine);
    expect(words).toContain(`\n${mark} Tell the customer in plain words, with one link *${result}*\n`);
    expect(words).not.toContain('kestrel');
  });

  it('mark work that nobody did in time as not done, and tell no reason a person wrote', () => {
    const program = programs.get('save-play')!;
    const machine = drive(program);
    machine.answer('openTask', { taskId: 'contact', dueAt: machine.now() });
    while (machine.asked().includes('recordProgress')) machine.answer('recordProgress');
    machine.tell({ kind: 'taskDone', taskId: 'contact' });
    machine.answer('loadTask', { taskId: 'contact', state: 'expired', by: '', result: 'Adeyemi' });
    const words = wordsOf(program, machine);
    expect(words).toContain(
      '✗ An executive calls within 48 hours after the churn risk became high *not done in time*\n',
    );
    expect(words).not.toContain('Adeyemi');
  });

  it('say where each track is, the decision of a person first, and what each answer brings', () => {
    const program = programs.get('save-play')!;
    const machine = drive(program);
    untilApproval(machine);
    const words = wordsOf(program, machine);
    const places = words.split('\n').filter((line) => line.startsWith('- **'));
    expect(places[0]).toMatch(
      /^- \*\*Track 1 – A manager approves or edits the recovery plan:\*\* waits for a manager or a success lead to decide “The 30-day recovery plan”/,
    );
    expect(places[0]).toContain('with the tideline command: `approvals approve approval:1`');
    expect(places[0]).toContain(
      'if it was approved: Send the plan as it was approved, then Schedule the value-recovery meeting and invite to it; otherwise: Recover without',
    );
    expect(places[0]).toContain(
      'if nobody decided in time: Tell the success leads that nobody decided, then Recover without a written plan;',
    );
    expect(places[0]).toContain('(`--edit FILE` after it edits the draft)');
    expect(places[0]).toContain('or `approvals reject approval:1`; or over the API');
    expect(places).toHaveLength(4);
    expect(words).toContain(
      '✓ An executive calls within 48 hours after the churn risk became high *done (executives)*',
    );
    expect(words).toContain('– If it was not done in time: Success leads take over the call');
    expect(words).toContain('▶ **A manager approves or edits the recovery plan**');
    expect(words).toContain('○ Send the plan as it was approved');
  });

  it('mark what comes again in a repetition, and what was not needed once a track is over', () => {
    const program = programs.get('save-play')!;
    const machine = drive(program);
    untilApproval(machine);
    machine.at(after(machine.now(), 7 * day));
    machine.answer('rescore', { tier: 'high', points: 80, sequence: 9 });
    machine.answer('openTask', { taskId: 'worse', dueAt: machine.now() });
    // The first half of the condition is decided although nobody knows what becomes of the plan.
    expect(wordsOf(program, machine)).toMatch(
      /○ If the risk found by “Weekly checkpoint” is low, .+ is done \[as it stands: no\]: End as saved/,
    );
    expect(wordsOf(program, machine)).toContain('↻ Weekly checkpoint *found high risk, 80 points*');
    expect(wordsOf(program, machine)).toContain('▶ **Every 7 days, at most 8 times:** *round 2 of 8*');
  });
});

function untilApproval(machine: Driver): void {
  for (const taskId of ['contact', 'owner']) {
    machine.answer('openTask', { taskId, dueAt: machine.now() });
    while (machine.asked().includes('recordProgress')) machine.answer('recordProgress');
    machine.tell({ kind: 'taskDone', taskId });
    machine.answer('loadTask', { taskId, state: 'done', by: 'executives', result: 'called' });
  }
  machine.answer('recordFact');
  for (const taskId of ['committee', 'meeting']) machine.answer('openTask', { taskId, dueAt: machine.now() });
  machine.answer('openApproval', {
    status: 'open',
    approvalId: 'approval:1',
    roles: ['manager', 'csLead'],
    dueAt: machine.now(),
    remindAt: after(machine.now(), day),
    expiresAt: after(machine.now(), 30 * day),
  });
}
