import type { z } from 'zod';
import { inside, type Place, type Report } from './report';

/** Parses one part of a file, reporting every fault at its own place; undefined when there is one. */
export function parsePart<T>(
  schema: z.ZodType<T>,
  raw: unknown,
  place: Place,
  report: Report,
): T | undefined {
  const parsed = schema.safeParse(raw, { error: plainWords });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) reportIssue(issue, place, report);
  return undefined;
}

function reportIssue(issue: z.core.$ZodIssue, place: Place, report: Report): void {
  const lines = issue.message.split('\n');
  const at = inside(place, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key))));
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
