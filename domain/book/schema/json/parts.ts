import { stepKinds } from '../../step-kinds';
import { elseSchema, whenSchema } from '../../../steps/decide/schema';
import type { PartName } from '../fields';
import { scoreSchema } from '../scores-schema';
import { treatElseSchema, treatWhenSchema } from '../segment-schema';
import { attributeSchema, signalSchema } from '../signals-schema';
import { stepBaseSchema } from '../step-schema';
import { jsonSchemaOf, type JsonSchema } from './json-schema';

/** What each part that is parsed on its own may look like. */
export function partSchemas(): Readonly<Record<PartName, JsonSchema>> {
  return {
    signal: jsonSchemaOf(signalSchema),
    attribute: jsonSchemaOf(attributeSchema),
    score: jsonSchemaOf(scoreSchema),
    treatBranch: { anyOf: [jsonSchemaOf(treatWhenSchema), jsonSchemaOf(treatElseSchema)] },
    step: stepSchema(),
    decideBranch: { anyOf: [jsonSchemaOf(whenSchema), jsonSchemaOf(elseSchema)] },
  };
}

// One object with every kind as a key rather than one object a kind: editors complete and explain it better.
function stepSchema(): JsonSchema {
  const kinds = Object.entries(stepKinds).map(([kind, { schema }]): [string, JsonSchema] => {
    const body = jsonSchemaOf(schema);
    // A kind that needs to be told nothing may stand alone: `- rescore:`.
    const bare = schema.safeParse({}).success;
    return [kind, bare && typeof body.type === 'string' ? { ...body, type: [body.type, 'null'] } : body];
  });
  return {
    type: 'object',
    description: 'One step: its kind, and what every step may say beside it',
    properties: { ...jsonSchemaOf(stepBaseSchema).properties, ...Object.fromEntries(kinds) },
    additionalProperties: false,
    oneOf: kinds.map(([kind]) => ({ required: [kind] })),
  };
}
