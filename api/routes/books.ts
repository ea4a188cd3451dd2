import { z } from 'zod';
import { publishBook } from '../../application/publish-book';
import { countRunning, viewActiveBook } from '../../ports/store/tables/book-view';
import { readBookContent } from '../../ports/store/tables/books';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { ApiProblem } from '../problem';
import { failures } from '../schemas/problem';

const running = z.array(
  z.object({ bookHash: z.string(), playbook: z.string(), step: z.string(), treatments: z.int() }),
);

/** The book: which is active, and publishing another. */
export function bookRoutes(server: ApiServer, deps: ApiDependencies): void {
  activeRoute(server, deps);
  contentRoute(server, deps);
  publishRoute(server, deps);
}

function activeRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/books/active',
    {
      config: { scope: 'books:read' },
      schema: {
        tags: ['the book'],
        summary: 'The active book, and what runs on which version',
        response: {
          200: z.object({
            hash: z.string(),
            publishedAt: z.string(),
            publishedBy: z.string(),
            note: z.string(),
            running,
          }),
          ...failures,
        },
      },
    },
    async () => {
      const view = await app.store.transaction(viewActiveBook);
      if (!view)
        throw new ApiProblem(404, 'notFound', 'No book is active: publish one with `tideline book publish`.');
      return view;
    },
  );
}

function contentRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/books/:hash',
    {
      config: { scope: 'books:read' },
      schema: {
        tags: ['the book'],
        summary: 'The texts of one stored book',
        params: z.strictObject({
          hash: z.string().regex(/^[0-9a-f]{16}$/, 'must be the hash of a book: 16 hexadecimal digits'),
        }),
        response: {
          200: z.object({ hash: z.string(), files: z.record(z.string(), z.string()) }),
          ...failures,
        },
      },
    },
    async ({ params: { hash } }) => {
      const files = await app.store.transaction((tx) => readBookContent(tx, hash));
      if (!files)
        throw new ApiProblem(404, 'notFound', `No book has the hash ${hash}: see \`tideline book history\`.`);
      return { hash, files };
    },
  );
}

function publishRoute(server: ApiServer, { app, readBook }: ApiDependencies): void {
  server.post(
    '/v1/books',
    {
      config: { scope: 'books:publish' },
      schema: {
        tags: ['the book'],
        summary: 'Check, store and activate a book',
        description: 'Running treatments keep the version they started with.',
        body: z.strictObject({
          files: z
            .record(z.string().regex(/^[\w./-]+$/, 'must be a relative path'), z.string())
            .meta({ description: 'Content by path, as in the book’s folder' }),
          note: z.string().max(500).default(''),
        }),
        response: {
          200: z.object({ hash: z.string(), activated: z.boolean(), running }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { files, note } = request.body;
      const read = await readBook(files);
      if (!read.ok) {
        const faults = read.errors.map(({ file, line, column, message, hint }) => ({
          field: `${file}:${line}:${column}`,
          message,
          fix: hint ?? '',
        }));
        throw new ApiProblem(
          422,
          'invalidBook',
          `The book has ${faults.length} faults; nothing was stored.`,
          faults,
        );
      }
      const published = await publishBook(app, read, { by: actorOf(request).subject, note });
      return { ...published, running: await app.store.transaction(countRunning) };
    },
  );
}
