import { bookSchemas, type BookFileSchema } from '../domain/book/schema/json/book-schemas';
import type { JsonSchema } from '../domain/book/schema/json/json-schema';
import { schemaRows } from './book-reference/rows';

const partTitles: Readonly<Record<string, string>> = {
  signal: 'A signal',
  attribute: 'An attribute',
  score: 'A score',
  treatBranch: 'A branch of `treat`',
  step: 'A step',
  decideBranch: 'A branch of `decide`',
};

/** The files of docs/ that are made from the book's schemas, by path. */
export function referenceFiles(): ReadonlyMap<string, string> {
  const schemas = bookSchemas();
  return new Map([
    ...schemas.map(({ name, schema }): [string, string] => [
      `docs/schemas/${name}.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
    ['docs/book-reference.md', referencePage(schemas)],
  ]);
}

function referencePage(schemas: readonly BookFileSchema[]): string {
  const told = new Set<string>();
  const sections = schemas.flatMap((file) => [
    `## ${file.schema.title}: \`${file.files}\`\n`,
    `Schema: [\`${file.name}.schema.json\`](schemas/${file.name}.schema.json)\n`,
    table(file.schema),
    ...Object.entries(file.schema.definitions ?? {}).flatMap(([name, schema]) => {
      if (told.has(name)) return [];
      told.add(name);
      return [partSection(name, schema)];
    }),
  ]);
  return [
    '# The book, key by key\n',
    'Made from the schemas that the loader uses, by `npm run -s write:reference`. Editors that speak JSON Schema read the same: each shipped file names its schema in its first line, and `npm run -s tideline -- book schema --out FOLDER` writes them for a book of your own.\n',
    'A **duration** is a whole number and a unit: `30s`, `15m`, `48h`, `30d`, `2w`. A **CEL expression** reads `signals`, `scores`, `segments`, `value`, `customer`, `context`, `invoices` and, in playbooks, `treatment`, `event` and `step`; a missing key makes the whole expression false. What has no default and is not marked optional must be there.\n',
    ...sections,
  ].join('\n');
}

function partSection(name: string, schema: JsonSchema): string {
  const head = `### ${partTitles[name] ?? name}\n`;
  if (name !== 'step') return [head, ...(schema.anyOf ?? [schema]).map(table)].join('\n');
  const kinds = new Set((schema.oneOf ?? []).flatMap(({ required = [] }) => required));
  const properties = Object.entries(schema.properties ?? {});
  const base = Object.fromEntries(properties.filter(([key]) => !kinds.has(key)));
  return [
    head,
    'One kind, and beside it:\n',
    table({ properties: base }),
    ...properties.filter(([key]) => kinds.has(key)).map(([key, kind]) => kindSection(key, kind)),
  ].join('\n');
}

function kindSection(kind: string, schema: JsonSchema): string {
  const { description = '', ...body } = schema;
  return [`#### \`${kind}\`\n`, `${description}.\n`, table(body)].join('\n');
}

function table(schema: JsonSchema): string {
  const rows = schemaRows(schema);
  if (rows.length === 0) return '';
  const lines = rows.map(
    ({ key, takes, otherwise, means }) => `| \`${key}\` | ${takes} | ${otherwise} | ${means} |`,
  );
  return ['| key | takes | otherwise | what it means |', '|---|---|---|---|', ...lines, ''].join('\n');
}
