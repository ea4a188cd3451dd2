import path from 'node:path';
import { diffBooks } from '../../domain/book/diff/diff-books';
import { definitionsOfTexts } from '../../ports/book-files/book-definitions';
import { readBookTexts } from '../../ports/book-files/read-book';

type Texts = Record<string, string>;

let shipped: Texts;
beforeAll(async () => {
  shipped = await readBookTexts(path.join(__dirname, '../../config/book'));
});

function changed(file: string, from: string | RegExp, to: string): Texts {
  const text = shipped[file]!;
  const after = text.replace(from, to);
  if (after === text) throw new Error(`${file} has no ${String(from)}`);
  return { ...shipped, [file]: after };
}

function wordsOf(later: Texts, earlier = shipped): string[] {
  return diffBooks(definitionsOfTexts(earlier), definitionsOfTexts(later)).flatMap(
    ({ kind, id, change, fields }) => [`${kind} ${id} ${change}`, ...fields.map(({ words }) => words)],
  );
}

describe('the difference of two books', () => {
  it('is nothing for the same book, another form of it, and a duration in other words', () => {
    expect(wordsOf(shipped)).toEqual([]);
    expect(wordsOf(changed('playbooks/payment-cure.yaml', /^/, '# a remark\n'))).toEqual([]);
    expect(wordsOf(changed('playbooks/payment-cure.yaml', 'within: 24h', 'within: 1d'))).toEqual([]);
  });

  it('tells a field of a step by the step’s id, wherever the step stands', () => {
    expect(wordsOf(changed('playbooks/payment-cure.yaml', 'within: 24h', 'within: 2d'))).toEqual([
      'playbook payment-cure changed',
      'baseline step notice, message.within: 24h → 2d',
    ]);
    expect(wordsOf(changed('playbooks/save-play.yaml', 'due: 48h', 'due: 24h'))).toEqual([
      'playbook save-play changed',
      'step escalation, task.due: 48h → 24h',
    ]);
  });

  it('tells goals, thresholds, points of rules by their codes, policies and texts of templates', () => {
    expect(wordsOf(changed('policies.yaml', 'messages: 3', 'messages: 4'))).toEqual([
      'policy contact changed',
      'frequencyCap.messages: 3 → 4',
    ]);
    const scored = wordsOf(changed('scores.yaml', 'points: 20', 'points: 21'));
    expect(scored[0]).toMatch(/^score .* changed$/);
    expect(scored[1]).toMatch(/^rules\[\w+\]\.points: 20 → 21$/);
    const [template] = Object.keys(shipped).filter((name) => name.endsWith('.liquid'));
    const longer = { ...shipped, [template!]: `${shipped[template!]}Thank you.\n` };
    expect(wordsOf(longer)[0]).toBe(`template ${template} changed`);
    expect(wordsOf(longer)[1]).toContain('Thank you.');
  });

  it('tells what is new and what is gone, also items of a list', () => {
    const { 'playbooks/payment-cure.yaml': _gone, ...without } = shipped;
    expect(wordsOf(without)).toEqual(['playbook payment-cure removed']);
    expect(wordsOf(shipped, without)).toEqual(['playbook payment-cure added']);
    expect(wordsOf(changed('policies.yaml', 'medium: [message, banner,', 'medium: [banner,'))).toEqual([
      'policy allowedActions changed',
      'medium: without message',
    ]);
  });

  it('tells a step that was added and where', () => {
    const added = '  - id: pause\n    wait: { for: 1d }\n  - id: retries';
    expect(wordsOf(changed('playbooks/payment-cure.yaml', '  - id: retries', added))).toEqual([
      'playbook payment-cure changed',
      'order: with pause',
      'step pause: new, {"wait":{"for":"1d"}}',
    ]);
  });
});
