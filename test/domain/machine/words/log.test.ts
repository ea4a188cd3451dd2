import { describe as describeTreatment } from '../../../../domain/machine/describe';
import type { Instruction } from '../../../../domain/program';
import { drive, type Driver } from '../driver';
import { end, programOf } from '../parts';

const charge: Instruction = {
  op: 'charge',
  step: 'retry',
  summary: 'Charge again',
  effect: { kind: 'charge', invoices: 'open' },
  attempts: 2,
  wakeOn: [],
};
const program = programOf([charge, end()]);

const logOf = (machine: Driver): string[] =>
  describeTreatment(program, machine.state(), machine.now())
    .split('\n')
    .filter((line) => /^- .*\d\d:\d\d: /.test(line));

describe('the log of a treatment', () => {
  it('tells the charge before the goal that it has reached, although the goal was heard first', () => {
    const machine = drive(program);
    machine.tell({ kind: 'goal', reason: 'no invoice is open', outcome: 'cured' });
    machine.answer('chargeInvoices', { status: 'done', outcome: 'paid', count: 1, amount: 4900 });
    const lines = logOf(machine);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('Charge again');
    expect(lines[1]).toContain('goal: **cured');
  });

  it('keeps the order of a stop and what was under way when it came', () => {
    const machine = drive(program);
    machine.tell({ kind: 'stop', reason: 'enough', outcome: 'stopped' });
    machine.answer('chargeInvoices', { status: 'done', outcome: 'paid', count: 1, amount: 4900 });
    const lines = logOf(machine);
    expect(lines[0]).toContain('stop');
    expect(lines[1]).toContain('Charge again');
  });
});
