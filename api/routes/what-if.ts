import { z } from 'zod';
import { beginWhatIf } from '../../application/what-if/begin-what-if';
import { readRun } from '../../ports/store/tables/what-if-runs';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { ApiProblem } from '../problem';
import { candidateOf } from '../candidate';
import { bookFiles } from '../schemas/book-files';
import { failures } from '../schemas/problem';

const begun = z.object({ id: z.string(), candidate: z.string(), active: z.string() });

const run = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  candidate: z.string(),
  active: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  customers: z.int(),
  done: z.int(),
  failure: z.string().nullable(),
  report: z.record(z.string(), z.unknown()).nullable(),
});

/** What a candidate book would change over the stored base: asked for, worked on, looked at. */
export function whatIfRoutes(server: ApiServer, deps: ApiDependencies): void {
  const { app, whatIf } = deps;
  const tags = ['the book'];
  server.post(
    '/v1/books/what-if',
    {
      config: { scope: 'books:read' },
      schema: {
        tags,
        summary: 'Begin to compare a candidate book with the active one over the stored base',
        description: 'It only reads. One runs at a time; the answer names the run to ask for.',
        body: z.strictObject({ files: bookFiles }),
        response: { 202: begun, ...failures },
      },
    },
    async (request, reply) => {
      if (!whatIf) throw new ApiProblem(404, 'notFound', 'This server does not compare books.');
      const { book } = await candidateOf(deps, request.body.files);
      const answer = await beginWhatIf(app, whatIf, { candidate: book, by: actorOf(request).subject });
      if (!answer.ok) throw new ApiProblem(409, answer.code, answer.message);
      const { id, candidate, active } = answer;
      return reply.status(202).send({ id, candidate, active });
    },
  );
  server.get(
    '/v1/books/what-if/:id',
    {
      config: { scope: 'books:read' },
      schema: {
        tags,
        summary: 'How far a comparison is, and its report once it is done',
        params: z.strictObject({ id: z.string().min(1) }),
        response: { 200: run, ...failures },
      },
    },
    async ({ params: { id } }) => {
      const found = await app.store.transaction((tx) => readRun(tx, id));
      if (!found) throw new ApiProblem(404, 'notFound', `There is no what-if ${id}: ask for a new one.`);
      return found;
    },
  );
}
