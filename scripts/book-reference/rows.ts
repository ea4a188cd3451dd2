import type { JsonSchema } from '../../domain/book/schema/json/json-schema';

/** One key of a schema, told to people. */
export interface ReferenceRow {
  /** With what it stands in: `routing.queue`, `rules[].code`, `approvals.<name>.roles`. */
  readonly key: string;
  readonly takes: string;
  /** The default; `needed` where there is none. */
  readonly otherwise: string;
  readonly means: string;
}

/** Every key of a schema and of what stands inside it, in its order. */
export function schemaRows(schema: JsonSchema, before = ''): ReferenceRow[] {
  if (schema.items) return schemaRows(schema.items, `${before}[]`);
  if (schema.anyOf) return schema.anyOf.flatMap((one) => schemaRows(one, before));
  const keyed = Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const path = before === '' ? key : `${before}.${key}`;
    const row = {
      key: path,
      takes: takesOf(field),
      otherwise: otherwiseOf(field, schema.required?.includes(key) ?? false),
      means: cell(field.description ?? ''),
    };
    return [row, ...schemaRows(field, path)];
  });
  const named = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return named ? [...keyed, ...schemaRows(named, `${before}.<name>`)] : keyed;
}

function takesOf(schema: JsonSchema): string {
  const { title, type, items, anyOf } = schema;
  if (schema.$ref !== undefined) return partLink(schema.$ref);
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (items) return `list of: ${takesOf(items)}`;
  if (title !== undefined) return title;
  if (anyOf) return anyOf.map(takesOf).join(' or ');
  if (typeof schema.additionalProperties === 'object')
    return `map of: ${takesOf(schema.additionalProperties)}`;
  if (type === 'object') return 'map';
  return type === 'boolean' ? '`true`, `false`' : String(type ?? 'value');
}

function otherwiseOf(schema: JsonSchema, required: boolean): string {
  if (schema.default !== undefined) return `\`${JSON.stringify(schema.default)}\``;
  return required ? '**needed**' : 'optional';
}

const partPlaces: Readonly<Record<string, string>> = {
  signal: '[signal](#a-signal)',
  attribute: '[attribute](#an-attribute)',
  score: '[score](#a-score)',
  treatBranch: '[branch](#a-branch-of-treat)',
  step: '[step](#a-step)',
  decideBranch: '[branch](#a-branch-of-decide)',
};

function partLink(ref: string): string {
  const name = ref.split('/').at(-1) ?? '';
  return partPlaces[name] ?? name;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
