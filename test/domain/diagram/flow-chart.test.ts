import path from 'node:path';
import { flowChart } from '../../../domain/diagram/flow-chart';
import type { Program } from '../../../domain/program';
import { readBook } from '../../../ports/book-files/read-book';

describe('a playbook as a picture', () => {
  let programs: readonly Program[];
  beforeAll(async () => {
    const read = await readBook(path.join(__dirname, '../../../config/book'));
    if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
    programs = Object.values(read.book.playbooks).flatMap(({ program, observer }) => [program, observer]);
  });

  it('draws no arrow to or from a box that is not there', () => {
    for (const program of programs) {
      const { boxes, arrows } = read(flowChart(program));
      const unknown = arrows.flatMap(({ from, to }) => [from, to]).filter((end) => !boxes.has(end));
      expect(unknown).toEqual([]);
    }
  });

  it('leads from the start to every step', () => {
    for (const program of programs) {
      const { boxes, arrows } = read(flowChart(program));
      const steps = [...boxes].filter((box) => /^n\d+$/.test(box));
      const reached = new Set(['start']);
      for (let size = 0; size < reached.size;) {
        size = reached.size;
        for (const { from, to } of arrows) if (reached.has(from)) reached.add(to);
      }
      expect(steps.filter((step) => !reached.has(step))).toEqual([]);
    }
  });

  it('shows the goal, the exits and where a treatment stands', () => {
    const cure = programs.find(
      ({ playbook, variant }) => playbook === 'payment-cure' && variant === 'treatment',
    )!;
    const [first] = cure.instructions;
    const chart = flowChart(cure, { current: [first!.step] });
    expect(chart).toContain('at any moment, if invoices.open == 0.0');
    expect(chart).toContain('class n0 current');
    const save = programs.find(
      ({ playbook, variant }) => playbook === 'save-play' && variant === 'treatment',
    )!;
    expect(flowChart(save)).toContain('at any moment, if signals.contract_cancelled');
  });

  it('writes what Mermaid would read as its own as entities', () => {
    const [program] = programs;
    const chart = flowChart({ ...program!, title: 'A "hard" <case> #1' });
    expect(chart).toContain('start(["A #quot;hard#quot; #lt;case#gt; #35;1"])');
  });
});

function read(chart: string) {
  const lines = chart.split('\n').map((line) => line.trim());
  const boxes = new Set<string>();
  const arrows: { from: string; to: string }[] = [];
  for (const line of lines.slice(1)) {
    const ends = /^(\w+)\S*.*?(?: -- ".*")? --> (\w+)/.exec(line);
    if (ends) arrows.push({ from: ends[1]!, to: ends[2]! });
    for (const box of line.matchAll(/(?:^|--> )(\w+)(?=[[({])/g)) boxes.add(box[1]!);
  }
  return { boxes, arrows };
}
