import type { z } from 'zod';
import { boundFault } from './bound-fault';
import type { FieldFault } from './problem';
import { toldInTwo } from './told-in-two';

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
  if (isOurs(issue.message)) return [toldFault(field, issue)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(fieldName(root, [...issue.path, key]), key));
    case 'invalid_type':
      return [wrongType(field, typeWords(issue.expected), issue.message)];
    case 'invalid_value':
      return [
        {
          field,
          message: isMissing(issue) ? 'is missing' : 'is none of the known values',
          fix: `Write one of: ${issue.values.map(String).join(', ')}.`,
        },
      ];
    case 'invalid_union':
      return [unionFault(field, issue, issue.path.length === 0 ? root : field)];
    case 'invalid_key':
      return [{ field, message: 'has a name that cannot be used', fix: `Use names of 1 to 100 characters.` }];
    default:
      return [boundFault(field, issue) ?? { field, message: 'cannot be read', fix: `Correct ${field}.` }];
  }
}

// Told where the schema was asked with reportInput; of a fixed list zod's own words do not say it.
function isMissing(issue: z.core.$ZodIssue): boolean {
  return 'input' in issue && issue.input === undefined;
}

// What zod says by itself is for programmers.
function isOurs(message: string): boolean {
  return !/^(Invalid|Too (big|small)|Unrecognized)/.test(message);
}

function toldFault(field: string, issue: z.core.$ZodIssue): FieldFault {
  const { message, fix } = toldInTwo(issue.message);
  if (fix !== undefined) return { field, message, fix };
  const [rule = message, example] = message.split(/,? such as /);
  if (example !== undefined) return { field, message: rule, fix: `Send ${field} such as ${example}.` };
  return { field, message, fix: boundFault(field, issue)?.fix ?? `Send ${field} in that form.` };
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

function typeWords(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    record: 'an object',
  };
  return words[expected] ?? expected;
}

type UnionIssue = Extract<z.core.$ZodIssue, { code: 'invalid_union' }>;

function unionFault(field: string, issue: UnionIssue, root: string): FieldFault {
  const kinds = issue.errors.flatMap((errors) =>
    errors.flatMap((one) => (one.code === 'invalid_type' ? [one] : [])),
  );
  const missing = kinds.length > 0 && kinds.every(({ message }) => message.endsWith('received undefined'));
  const plain = issue.errors.every(([one, ...more]) => one?.path.length === 0 && more.length === 0);
  if (!missing && (!plain || kinds.length < issue.errors.length))
    return { field, message: 'has none of the forms allowed here', fix: closestForm(issue, root) };
  const wanted = orList(kinds.map(({ expected }) => typeWords(expected)));
  return {
    field,
    message: missing ? 'is missing' : `must be ${wanted}`,
    fix: `Send ${missing ? `${field} as ${wanted}` : 'it as one of these'}.`,
  };
}

function orList(words: readonly string[]): string {
  return words.length < 3 ? words.join(' or ') : `${words.slice(0, -1).join(', ')}, or ${words.at(-1)}`;
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
