import type { z } from 'zod';
import type { FieldFault } from './problem';

const actorNames = new Set([
  'actor',
  'by',
  'byWhom',
  'decidedBy',
  'decidedRole',
  'role',
  'roles',
  'scopes',
  'subject',
  'user',
]);

/** Says of each zod issue which field it is about and what to write instead. */
export function fieldFaults(issues: readonly z.core.$ZodIssue[], root = ''): FieldFault[] {
  return issues.flatMap((issue) => faultsOf(issue, root));
}

function faultsOf(issue: z.core.$ZodIssue, root: string): FieldFault[] {
  const field = fieldName(root, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(fieldName(root, [...issue.path, key]), key));
    case 'invalid_type':
      return [wrongType(field, issue.expected, issue.message)];
    case 'invalid_value':
      return [
        {
          field,
          message: 'is none of the known values',
          fix: `Write one of: ${issue.values.map(String).join(', ')}.`,
        },
      ];
    case 'invalid_union':
      return [unionFault(field, issue, issue.path.length === 0 ? root : field)];
    default:
      return [{ field, message: issue.message, fix: `Correct ${field}: ${issue.message}.` }];
  }
}

function unknownField(field: string, key: string): FieldFault {
  const fix = actorNames.has(key)
    ? 'Leave it out: who acts is taken from the token, never from the body.'
    : 'Leave it out, or check its spelling against /openapi.json.';
  return { field, message: 'is not a field of this request', fix };
}

function wrongType(field: string, expected: string, message: string): FieldFault {
  const missing = message.endsWith('received undefined');
  return missing
    ? { field, message: 'is missing', fix: `Send ${field} as ${expected}.` }
    : { field, message: `must be ${expected}`, fix: `Send ${field} as ${expected}.` };
}

type UnionIssue = Extract<z.core.$ZodIssue, { code: 'invalid_union' }>;

function unionFault(field: string, issue: UnionIssue, root: string): FieldFault {
  const kinds = issue.errors.flatMap((errors) =>
    errors.flatMap((one) => (one.code === 'invalid_type' ? [one] : [])),
  );
  const missing = kinds.length > 0 && kinds.every(({ message }) => message.endsWith('received undefined'));
  if (!missing)
    return { field, message: 'has none of the forms allowed here', fix: closestForm(issue, root) };
  const wanted = kinds.map(({ expected }) => expected).join(' or ');
  return { field, message: 'is missing', fix: `Send ${field} as ${wanted}.` };
}

function closestForm(issue: UnionIssue, root: string): string {
  const forms = issue.errors.map((errors) => fieldFaults(errors, root));
  const closest = forms.reduce((best, form) => (form.length < best.length ? form : best), forms[0] ?? []);
  return closest.map((fault) => `${fault.field} ${fault.message}.`).join(' ') || 'See /openapi.json.';
}

function fieldName(root: string, path: readonly PropertyKey[]): string {
  const name = [root, ...path.map(String)].filter((part) => part !== '').join('.');
  return name === '' ? 'body' : name;
}
