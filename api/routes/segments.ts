import { z } from 'zod';
import { levelsOf } from '../../domain/registry/levels-of';
import type { ApiDependencies, ApiServer } from '../api-server';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

/** The registry: every segment with what it changes. */
export function segmentRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/segments',
    {
      config: { scope: 'books:read' },
      schema: {
        tags: ['the book'],
        summary: 'The segments of the active book, with how many belong to each',
        response: {
          200: z.object({
            bookHash: z.string(),
            levels: record.meta({ description: 'What the levels say that segments name under changes' }),
            segments: z.array(record),
          }),
          ...failures,
        },
      },
    },
    async () =>
      app.store.transaction(async (tx) => {
        const book = await app.books.active(tx);
        const counted = await tx.query<{ segment: string; members: number }>(
          `SELECT segment, count(*) AS members FROM memberships
           WHERE membership->>'state' <> 'entering' GROUP BY segment`,
        );
        const members = new Map(counted.map((row) => [row.segment, row.members]));
        const segments = book.segments.map((segment) => ({
          ...segment,
          members: members.get(segment.id) ?? 0,
        }));
        return { bookHash: book.hash, levels: { ...levelsOf(book.policies) }, segments };
      }),
  );
}
