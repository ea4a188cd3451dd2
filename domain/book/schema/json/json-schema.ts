import { z } from 'zod';
import { formatDuration } from '../../../durations';

/** The part of JSON Schema (draft 7) that the book's schemas use. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** A zod schema as what an author may write; parts that are parsed on their own are references to `definitions`. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _draft, ...made } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-07',
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type === 'default') jsonSchema.default = defaultAsWritten(def.defaultValue, jsonSchema.type);
    },
  });
  return asWritten(made) as JsonSchema;
}

function asWritten(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asWritten);
  if (typeof node !== 'object' || node === null) return node;
  const fields = node as Readonly<Record<string, unknown>>;
  const { part } = fields;
  if (typeof part === 'string') return { $ref: `#/definitions/${part}` };
  const written = Object.entries(fields).map(([key, value]) => [
    key,
    key === 'default' ? value : asWritten(value),
  ]);
  return Object.fromEntries(written);
}

// Inside, a duration is milliseconds; whoever writes it writes 30d.
function defaultAsWritten(value: unknown, type: unknown): z.core.JSONSchema.JSONSchema['default'] {
  if (type === 'string' && typeof value === 'number') return formatDuration(value);
  return JSON.parse(JSON.stringify(value)) as z.core.JSONSchema.JSONSchema['default'];
}
