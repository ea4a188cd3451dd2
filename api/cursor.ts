import { z } from 'zod';
import { ApiProblem } from './problem';
import { instant } from './schemas/instant';
import { unstorableFaults } from './storable';

/** The query fields of every list. */
export const pageQuery = {
  cursor: z.string().max(1_000).optional().meta({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
} as const;

/** Where a page of work ordered by urgency ended. */
export const dueCursor = z.strictObject({ dueAt: instant, id: z.string() });

/** The cursor of the next page of such work; null = this was the last. */
export function nextDue(
  rows: readonly { readonly dueAt: string; readonly id: string }[],
  limit: number,
): string | null {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return last ? cursorOf({ dueAt: last.dueAt, id: last.id }) : null;
}

/** Where a page ended, as text whose inside is nobody's business. */
export function cursorOf(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads a cursor back; one that is not ours is a 400. */
export function readCursor<T>(cursor: string | undefined, shape: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  const position = jsonOf(cursor);
  const parsed = shape.safeParse(position);
  if (parsed.success && unstorableFaults(position).length === 0) return parsed.data;
  throw new ApiProblem(
    400,
    'invalidRequest',
    'query.cursor is not the `next` of a page: leave it out to start again.',
  );
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    // Not JSON, so not a cursor of ours: the shape check refuses it.
    return undefined;
  }
}
