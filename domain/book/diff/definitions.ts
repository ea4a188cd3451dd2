import type { BookFile } from '../book-file';
import { flatSteps } from './flat-steps';

/** What a book defines, in the order in which it is told. */
export const definitionKinds = [
  'signal',
  'attribute',
  'score',
  'segment',
  'playbook',
  'template',
  'policy',
  'test',
] as const;
export type DefinitionKind = (typeof definitionKinds)[number];

/** Every definition of a book as its author wrote it, by kind and name. */
export type Definitions = Readonly<Record<DefinitionKind, Readonly<Record<string, unknown>>>>;

type Fields = Readonly<Record<string, unknown>>;

/** Finds them in a book that was checked: the YAML documents, and the texts of templates by path. */
export function definitionsOf(
  files: readonly BookFile[],
  templates: Readonly<Record<string, string>>,
): Definitions {
  const trees = (start: string): { file: BookFile; tree: Fields }[] =>
    files.filter(({ path }) => path.startsWith(start)).map((file) => ({ file, tree: fieldsOf(file.tree) }));
  const one = (name: string): Fields => trees(name)[0]?.tree ?? {};
  const scores: unknown = one('scores.yaml')['scores'];
  const named = (start: string, key: string): Fields =>
    Object.fromEntries(trees(start).map(({ tree: { [key]: id, ...rest } }) => [String(id), rest]));
  return {
    signal: fieldsOf(one('signals.yaml')['signals']),
    attribute: fieldsOf(one('signals.yaml')['attributes']),
    score: Object.fromEntries(
      (Array.isArray(scores) ? scores : []).map(fieldsOf).map(({ id, ...rest }) => [String(id), rest]),
    ),
    segment: named('segments/', 'segment'),
    playbook: Object.fromEntries(trees('playbooks/').map(({ file, tree }) => playbookIn(file, tree))),
    template: Object.fromEntries(Object.entries(templates).map(([path, text]) => [path, { text }])),
    policy: one('policies.yaml'),
    test: named('tests/', 'test'),
  };
}

function playbookIn(file: BookFile, { playbook, steps, baseline, ...fields }: Fields): [string, Fields] {
  const [played, kept] = [steps, baseline].map((list) => flatSteps(Array.isArray(list) ? list : [], file));
  const flat = { order: played?.order, steps: played?.byId, baseline: kept?.byId };
  return [String(playbook), { ...fields, ...flat }];
}

function fieldsOf(tree: unknown): Fields {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree) ? (tree as Fields) : {};
}
