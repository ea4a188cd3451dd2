import path from 'node:path';
import { readBookOfTexts, readBookTexts, type BookTexts } from '../../ports/book-files/read-book';
import { loadSmallBook, smallBook, spoil } from '../support/small-book';

interface Mistake {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What the error points to, inside `to`. */
  readonly at: string;
  readonly nearest: string;
}

const mistakes: readonly Mistake[] = [
  {
    file: 'signals.yaml',
    from: 'feeds: [churn, expansion]',
    to: 'feeds: [churnn, expansion]',
    at: 'churnn',
    nearest: 'churn',
  },
  { file: 'signals.yaml', from: 'type: boolean', to: 'type: bolean', at: 'bolean', nearest: 'boolean' },
  { file: 'signals.yaml', from: 'of: seats,', to: 'of: seat,', at: 'seat,', nearest: 'seats' },
  {
    file: 'scores.yaml',
    from: 'minimumSources:',
    to: 'minimumSource:',
    at: 'minimumSource',
    nearest: 'minimumSources',
  },
  { file: 'policies.yaml', from: 'queues: [', to: 'queus: [', at: 'queus', nearest: 'queues' },
  {
    file: 'scores.yaml',
    from: 'signals.usage_change_30d < -0.3\n',
    to: 'signals.usage_chnge_30d < -0.3\n',
    at: 'usage_chnge_30d',
    nearest: 'usage_change_30d',
  },
  {
    file: 'segments/matrix.yaml',
    from: 'else: save-play',
    to: 'else: save-plya',
    at: 'save-plya',
    nearest: 'save-play',
  },
  {
    file: 'playbooks/payment-cure.yaml',
    from: 'coolDown:',
    to: 'cooldown:',
    at: 'cooldown',
    nearest: 'coolDown',
  },
  {
    file: 'playbooks/payment-cure.yaml',
    from: 'queue: receivables',
    to: 'queue: receivable',
    at: 'receivable',
    nearest: 'receivables',
  },
  { file: 'playbooks/save-play.yaml', from: 'rescore:', to: 'rescor:', at: 'rescor', nearest: 'rescore' },
  {
    file: 'playbooks/save-play.yaml',
    from: 'template: recovery-meeting',
    to: 'template: recovery-meetin',
    at: 'recovery-meetin',
    nearest: 'recovery-meeting',
  },
  {
    file: 'tests/save-play.yaml',
    from: 'decision: approve',
    to: 'decision: aprove',
    at: 'aprove',
    nearest: 'approve',
  },
];

function withMistakes(texts: BookTexts): BookTexts {
  const changed = { ...texts };
  for (const { file, from, to } of mistakes) {
    if (!changed[file]?.includes(from)) throw new Error(`${file} has no "${from}"`);
    changed[file] = changed[file].replace(from, () => to);
  }
  return changed;
}

function placeOf(text: string, { to, at }: Mistake): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(to) + to.indexOf(at)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

const told = async (changes: Record<string, string>): Promise<string[]> => {
  const read = await loadSmallBook(changes);
  return read.ok ? [] : read.errors.map(({ file, message }) => `${file}: ${message}`);
};

const playbook = 'playbooks/save.yaml';

describe('the faults of a book', () => {
  it('are told all at once: twelve mistakes in seven files are twelve faults', async () => {
    const texts = withMistakes(await readBookTexts(path.join(__dirname, '../../config/book')));
    const read = await readBookOfTexts(texts);
    if (read.ok) throw new Error('the book loaded');
    const faults = read.errors.map(({ file, line, column, message, hint }) => ({
      file,
      line,
      column,
      said: `${message} (${hint})`,
    }));
    const wanted = mistakes.map((mistake) => ({
      file: mistake.file,
      ...placeOf(texts[mistake.file] ?? '', mistake),
      said: expect.stringContaining(`did you mean "${mistake.nearest}"?`),
    }));
    expect(faults).toHaveLength(mistakes.length);
    expect(faults).toEqual(expect.arrayContaining(wanted));
  });

  it('hide no other of the same file: an unknown key leaves the rest to be checked', async () => {
    const faulty = (smallBook[playbook] ?? '')
      .replace('maximumDuration: 40d', 'cooldown: 1d\nmaximumDuration: 40d')
      .replace('template: hello', 'template: helo')
      .replace("scores.churn.tier == 'low'", "scores.chrn.tier == 'low'")
      .replace('queue: success', 'queue: sucess')
      .replace('outcome: lost', 'outcome: lsot');
    expect(await told({ [playbook]: faulty })).toEqual([
      expect.stringContaining('unknown name "scores.chrn"'),
      expect.stringContaining('unknown key "cooldown"'),
      expect.stringContaining('no template "helo"'),
      expect.stringContaining('no queue "sucess"'),
      expect.stringContaining('"lsot" is not one of'),
    ]);
  });

  it.each([
    ['a signal without a type', spoil('signals.yaml', 'usage: { type: number, ', 'usage: { ')],
    ['a signal with an unknown use', spoil('signals.yaml', '[risk, routing]', '[rsk]')],
    [
      'a signal that is no map',
      spoil(
        'signals.yaml',
        '{ type: boolean, source: billing, maximumAge: 30d, purpose: Paid, use: [risk] }',
        '5',
      ),
    ],
    ['a misspelt required key', spoil('policies.yaml', 'roles: [manager]\nq', 'rols: [manager]\nq')],
    ['no list of queues', spoil('policies.yaml', 'queues: [success]\n', '')],
    ['a duration that is none', spoil(playbook, 'maximumDuration: 40d', 'maximumDuration: soon')],
    ['a misspelt step kind with an id that others read', spoil(playbook, 'approve: {', 'aprove: {')],
    ['a misspelt end', spoil(playbook, '- end:', '- ned:')],
    [
      'a misspelt key of a step',
      spoil(playbook, 'wait: { for: 20d }', 'wait: { event: paid }\n    timout: 3d'),
    ],
    ['a misspelt else', spoil(playbook, '- else: []', '- esle: []')],
    ['an id that is there twice', spoil(playbook, '- id: hello', '- id: ask')],
    [
      'a time-out that is no duration',
      spoil(playbook, 'wait: { for: 20d }', 'wait: { event: paid, for: later }'),
    ],
    ['a zone that is none', spoil('policies.yaml', 'Etc/UTC', 'Mars/Base')],
    ['an approval with a bad duration', spoil('policies.yaml', 'expireAfter: 5d', 'expireAfter: soon')],
    ['a way to leave that is none', spoil(playbook, 'goal:', 'onLeave: { redirct: hello }\ngoal:')],
    ['a template that is broken', { 'templates/hello.liquid': '{{ a | shout }}' }],
    ['policies that are not YAML', { 'policies.yaml': 'zone: [' }],
    ['signals that are not YAML', { 'signals.yaml': 'signals: [' }],
    ['a playbook that is not YAML', spoil(playbook, 'title: Save', 'title: [')],
    [
      'Liquid without quotes',
      spoil(playbook, 'title: Save', 'x: { task: Thank {{ customer.name }}, queue: csm }'),
    ],
  ])('are not more than there are: %s', async (_what, changes) => {
    expect(await told(changes)).toHaveLength(1);
  });
});
