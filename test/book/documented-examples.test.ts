import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readBookOfTexts, readBookTexts, type BookTexts } from '../../ports/book-files/read-book';
import { runPolicyTest } from '../../simulation/policy-tests';

const root = path.join(__dirname, '../..');

interface Example {
  readonly where: string;
  readonly kind: 'playbook' | 'segment';
  readonly id: string;
  readonly text: string;
}

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function examplesOf(markdown: string, where: string): Example[] {
  return [...markdown.matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)].flatMap(([, text = '']) => {
    const found = /^(playbook|segment): *([a-z0-9-]+)/.exec(text);
    return found ? [{ where, kind: found[1] as Example['kind'], id: found[2] ?? '', text }] : [];
  });
}

/** Examples of what stands in a list of its file, such as one more signal. */
function partsOf(markdown: string, where: string) {
  return [...markdown.matchAll(/^```ya?ml\n(signals|scores):\n([\s\S]*?)^```/gm)].map(
    ([, kind = '', text = ''], n) => ({ where, n: n + 1, file: `${kind}.yaml`, text }),
  );
}

/** The shipped book with the example in the place of its own definition, or beside the others. */
function withExample(shipped: BookTexts, { kind, id, text }: Example): BookTexts {
  const own = new RegExp(`^${kind}: *${id}$`, 'm');
  const rest = Object.entries(shipped).map(([file, content]) => [
    file,
    content
      .split(/^---$/m)
      .filter((document) => !own.test(document))
      .join('---'),
  ]);
  const starter = `segment: starts-the-example\ntitle: T\nlayer: external\nsource: external\nneed: N\nowner: O\nreviewOn: 2027-06-30\ntreat: [ { else: ${id} } ]\n`;
  return {
    ...(Object.fromEntries(rest) as BookTexts),
    [`${kind}s/example.yaml`]: text,
    ...(kind === 'playbook' ? { 'segments/starts-the-example.yaml': starter } : {}),
  };
}

const designed = `playbook: payment-cure
title: Payment cure
dimension: payment
goal: invoices.open == 0.0
outcomes: { goal: cured }
onLeave: cancel
maximumDuration: 60d
steps:
  - id: notice
    message: { template: payment-update, channel: email, class: transactional, within: 24h }
  - id: retries
    charge: { invoices: open, schedule: smart, attempts: 2 }
  - id: route
    decide:
      - when: value.tier == 'high'
        do: [ { task: { queue: success, title: "Call {{ customer.name }}", due: 1d } } ]
      - else: [ { banner: { template: update-card } }, { task: { queue: receivables, due: 3d } } ]
  - wait: { for: 30d }
  - end: { outcome: writtenOff }
`;

describe('examples in the documentation', () => {
  const files = [path.join(root, 'README.md'), ...markdownFiles(path.join(root, 'docs'))];
  const examples = [
    ...examplesOf('```yaml\n' + designed + '```\n', 'the design'),
    ...files.flatMap((file) => examplesOf(readFileSync(file, 'utf8'), path.relative(root, file))),
  ];

  test.each(examples)('$where: $kind $id loads with the shipped book', async (example) => {
    const shipped = await readBookTexts(path.join(root, 'config/book'));
    const read = await readBookOfTexts(withExample(shipped, example));
    expect(read.ok ? [] : read.errors).toEqual([]);
  });

  test('of a segment do what their policy test says', async () => {
    const markdown = readFileSync(path.join(root, 'docs/add-a-segment.md'), 'utf8');
    const [segment] = examplesOf(markdown, 'docs/add-a-segment.md');
    const [, policyTest = ''] = /^```yaml\n(test: [\s\S]*?)^```/m.exec(markdown) ?? [];
    const shipped = await readBookTexts(path.join(root, 'config/book'));
    const read = await readBookOfTexts({
      ...withExample(shipped, segment!),
      'tests/example.yaml': policyTest,
    });
    if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
    const test = read.tests.find(({ name }) => policyTest.includes(name));
    expect(test).toBeDefined();
    expect(runPolicyTest(read.book, test!).faults).toEqual([]);
  });

  const parts = files.flatMap((file) => partsOf(readFileSync(file, 'utf8'), path.relative(root, file)));
  test.each(parts)('$where: part $n of $file loads with the shipped book', async ({ file, text }) => {
    const shipped = await readBookTexts(path.join(root, 'config/book'));
    const read = await readBookOfTexts({ ...shipped, [file]: `${shipped[file]?.trimEnd()}\n${text}` });
    expect(read.ok ? [] : read.errors).toEqual([]);
  });

  test('of models load as the model of a score', async () => {
    const models = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^```json\n(\{\n {2}"model"[\s\S]*?)^```/gm)].map(
        ([, text = '']) => text,
      ),
    );
    expect(models).not.toEqual([]);
    const shipped = await readBookTexts(path.join(root, 'config/book'));
    for (const model of models) {
      const score =
        '  - { id: modelled, dimension: churn, extends: churn, cohort: { id: modelled, title: M, when: signals.champion_departed }, model: { file: models/m.json }, tiers: { high: { enter: 70, leave: 60 }, medium: { enter: 40, leave: 30 } } }';
      const scores = `${shipped['scores.yaml']?.trimEnd()}\n${score}\n`;
      const read = await readBookOfTexts({ ...shipped, 'scores.yaml': scores, 'models/m.json': model });
      expect(read.ok ? [] : read.errors).toEqual([]);
    }
  });

  test('are found, and a wrong one is told', async () => {
    const [found] = examplesOf('text\n```yaml\nplaybook: payment-cure\nsteps: 3\n```\n', 'x');
    const shipped = await readBookTexts(path.join(root, 'config/book'));
    const read = found && (await readBookOfTexts(withExample(shipped, found)));
    expect(read?.ok).toBe(false);
  });
});
