import type { z } from 'zod';
import { playbookSchema } from '../playbook-schema';
import { policiesSchema } from '../policies-schema';
import { policyTestSchema } from '../policy-test-schema';
import { scoresFileSchema } from '../scores-schema';
import { segmentSchema } from '../segment-schema';
import { signalsFileSchema } from '../signals-schema';
import { jsonSchemaOf, type JsonSchema } from './json-schema';
import { partSchemas } from './parts';

/** The schema of one kind of file of a book, for editors. */
export interface BookFileSchema {
  /** `segment` is written to segment.schema.json. */
  readonly name: string;
  /** Which files of a book it is for. */
  readonly files: string;
  readonly schema: JsonSchema;
}

const files: readonly (readonly [name: string, files: string, title: string, schema: z.ZodType])[] = [
  ['signals', 'signals.yaml', 'The catalogue of signals', signalsFileSchema],
  ['scores', 'scores.yaml', 'The scores', scoresFileSchema],
  ['segment', 'segments/*.yaml', 'A segment', segmentSchema],
  ['playbook', 'playbooks/*.yaml', 'A playbook', playbookSchema],
  ['policies', 'policies.yaml', 'The policies', policiesSchema],
  ['policy-test', 'tests/*.yaml', 'A policy test', policyTestSchema],
];

/** JSON Schemas (draft 7, which YAML editors know best) of every kind of file, made from the schemas that the loader uses. */
export function bookSchemas(): readonly BookFileSchema[] {
  const parts: Readonly<Record<string, JsonSchema>> = partSchemas();
  return files.map(([name, place, title, schema]) => {
    const root = jsonSchemaOf(schema);
    const used = reachable(root, parts);
    return {
      name,
      files: place,
      schema: {
        $schema: 'http://json-schema.org/draft-07/schema#',
        title,
        ...root,
        ...(used.length > 0 && {
          definitions: Object.fromEntries(used.map((part) => [part, parts[part]!])),
        }),
      },
    };
  });
}

function reachable(root: JsonSchema, parts: Readonly<Record<string, JsonSchema>>): string[] {
  const found = new Set<string>();
  const visit = (schema: JsonSchema): void => {
    for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/definitions\/(\w+)"/g)) {
      const part = parts[name];
      if (!part || found.has(name)) continue;
      found.add(name);
      visit(part);
    }
  };
  visit(root);
  return [...found].sort();
}
