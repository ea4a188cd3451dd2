import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { fieldFaults } from './field-faults';
import { ApiProblem, type FieldFault } from './problem';
import { unstorableFaults } from './storable';

const partNames: Readonly<Record<string, string>> = {
  body: '',
  querystring: 'query',
  params: 'path',
  headers: 'header',
};

const describing = new WeakSet<z.ZodType>();

/** Checks each part of a request by its zod schema; what fails is a 400 that names the fields. */
export const zodValidator: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const root = partNames[httpPart ?? 'body'] ?? '';
  if (describing.has(schema)) return (data: unknown) => ({ value: data });
  return (data: unknown) => {
    const unstorable = unstorableFaults(data, root);
    if (unstorable.length > 0) return { error: problemOfFaults(unstorable) };
    const parsed = schema.safeParse(data, { reportInput: true });
    if (parsed.success) return { value: parsed.data };
    return { error: invalidRequest(parsed.error.issues, root) };
  };
};

/** For bodies whose items are judged one by one: the schema describes, the handler checks. */
export function describedOnly<T extends z.ZodType>(schema: T): T {
  describing.add(schema);
  return schema;
}

/** The 400 for zod issues of one part of a request. */
export function invalidRequest(issues: readonly z.core.$ZodIssue[], root = ''): ApiProblem {
  return problemOfFaults(fieldFaults(issues, root));
}

/** The 400 for faults already told in words. */
export function problemOfFaults(faults: FieldFault[]): ApiProblem {
  const first = faults[0];
  const detail = first ? `${first.field} ${first.message}. ${first.fix}` : 'The request cannot be read.';
  return new ApiProblem(400, 'invalidRequest', detail, faults);
}
