import { z } from 'zod';
import { viewActiveBook } from '../../ports/store/tables/book-view';
import { readBookContent } from '../../ports/store/tables/books';
import type { ApiDependencies, ApiServer } from '../api-server';
import { ApiProblem } from '../problem';
import { failures } from '../schemas/problem';
import { running } from '../schemas/running';

/** The books there are: the active one with what runs on which, and the texts of any. */
export function bookRoutes(server: ApiServer, deps: ApiDependencies): void {
  activeRoute(server, deps);
  contentRoute(server, deps);
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
