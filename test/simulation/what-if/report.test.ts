import { capacityLines } from '../../../simulation/what-if/capacity';
import { noLoad } from '../../../simulation/what-if/load';
import { whatIfReport } from '../../../simulation/what-if/report';
import { addTallies, emptyTally, kept, type Tally } from '../../../simulation/what-if/tally';
import { compiledBook, segmentDefinition } from '../../support/book-builder';

const asOf = '2026-03-10T12:00:00.000Z';
const usual = { messages: 10, offered: 0, tasks: { success: 8 } };

function listed(from: number, to: number): Tally {
  const customers = Array.from({ length: to - from }, (_, n) => String(from + n).padStart(5, '0'));
  const nothing = { entered: [], left: [], starts: [], stops: [], noLonger: [] };
  return {
    ...emptyTally,
    customers: to - from,
    after: { few: from === 0 ? 3 : 0, many: to - from },
    listed: customers.map((customer) => ({ customer, ...nothing })),
  };
}

describe('the report of a what-if', () => {
  it('does not depend on which thread compared whom', () => {
    const [one, other, third] = [listed(0, 300), listed(300, 600), listed(600, 700)];
    const sum = addTallies(addTallies(one, other), third);
    expect(addTallies(third, addTallies(other, one))).toEqual(sum);
    expect(sum).toMatchObject({ customers: 700, after: { few: 3, many: 700 } });
    expect(sum.listed).toHaveLength(kept.customers);
  });

  it('warns of a new segment that has almost nobody in it, and not of one that was there', () => {
    const segments = ['few', 'many'].map((id) => segmentDefinition(id));
    const [active, candidate] = [compiledBook({ segments: segments.slice(1) }), compiledBook({ segments })];
    const warningsAgainst = (book: typeof active): readonly string[] => {
      const forecast = { plays: [], usual, weeks: 2 };
      return whatIfReport({ active: book, candidate, asOf }, listed(0, 700), forecast).warnings;
    };
    expect(warningsAgainst(active)).toEqual([
      'of 700 customers almost nobody is in what is new or changed: few (3)',
    ]);
    expect(warningsAgainst(candidate)).toEqual([]);
  });

  it('tells in which week people get more work than they can bear, on top of what is usual', () => {
    const load = { ...noLoad(2), messages: [5, 0], tasks: { success: [1, 4] } };
    const lines = capacityLines({ tasks: { success: 10, idle: 5 }, messages: 12 }, load, usual);
    expect(lines.filter(({ exceeded }) => exceeded)).toEqual([
      { what: 'tasks:success', week: 2, limit: 10, usual: 8, added: 4, exceeded: true },
      { what: 'messages', week: 1, limit: 12, usual: 10, added: 5, exceeded: true },
    ]);
    const book = compiledBook();
    const candidate = { ...book, policies: { ...book.policies, capacity: { tasks: { success: 10 } } } };
    const play = { playbook: 'rescue', starts: 4, simulated: 2, load };
    const report = whatIfReport({ active: book, candidate, asOf }, emptyTally, {
      plays: [play],
      usual,
      weeks: 2,
    });
    expect(report.warnings).toEqual([
      'tasks:success: week 2 needs 12 (8 as usual and 4 more), and 10 is what there is',
    ]);
    expect(report.assumptions.join(' ')).toContain('2 of 4 starts were played');
  });
});
