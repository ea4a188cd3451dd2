import type { z } from 'zod';
import { isRenamed, keysOf, mend } from './mend';
import { inside, type Place, type Report } from './report';

/**
 * Parses one part of a file, reporting every fault at its own place. What has faults is mended as far as
 * it can be, so that it still declares its names and hides no other fault; the book is refused all the same.
 * Undefined where nothing can be made of it.
 */
export function parsePart<T>(
  schema: z.ZodType<T>,
  raw: unknown,
  place: Place,
  report: Report,
): T | undefined {
  const parsed = schema.safeParse(raw, { error: plainWords });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const { value, renamed, holes, later } = mend(schema, raw, issues);
  for (const issue of issues) if (!isRenamed(issue, renamed)) reportIssue(issue, place, report);
  for (const { path, meant, written } of renamed) report.alias(inside(place, ...path), meant, written);
  for (const issue of later) reportIssue(issue, place, report);
  for (const hole of holes) report.hole(inside(place, ...hole));
  return value;
}

function reportIssue(issue: z.core.$ZodIssue, place: Place, report: Report): void {
  const lines = issue.message.split('\n');
  const at = inside(place, ...keysOf(issue.path));
  if (issue.code === 'unrecognized_keys') {
    issue.keys.forEach((key, index) => {
      const [message = issue.message, hint] = lines.slice(index * 2, index * 2 + 2);
      report.error(inside(at, key), { part: 'key', message, ...(hint === undefined ? {} : { hint }) });
    });
    return;
  }
  const [message = issue.message, hint] = lines;
  report.error(at, hint === undefined ? { message } : { message, hint });
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
};

// For issues whose schema says nothing itself.
function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`;
  }
  return undefined;
}
