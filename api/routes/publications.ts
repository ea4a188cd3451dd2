import { z } from 'zod';
import type { Refusal } from '../../application/application';
import {
  publishCandidate,
  type BookTests,
  type PublishedCandidate,
} from '../../application/publish-candidate';
import { rollBackBook } from '../../application/roll-back-book';
import { countRunning } from '../../ports/store/tables/book-view';
import { listPublications } from '../../ports/store/tables/publications';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { candidateOf } from '../candidate';
import { ApiProblem } from '../problem';
import { bookFiles } from '../schemas/book-files';
import { failures } from '../schemas/problem';
import { running } from '../schemas/running';

const hash = z.string().regex(/^[0-9a-f]{16}$/, 'must be the hash of a book: 16 hexadecimal digits');
const tags = ['the book'];

const changed = z.object({
  hash,
  activated: z.boolean(),
  previous: z.string().nullable(),
  expectedCrossings: z.int(),
  tests: z.object({ passed: z.int(), failed: z.int() }).nullable(),
  running,
});

const publication = z.object({
  kind: z.enum(['publish', 'rollback']),
  hash: z.string(),
  previous: z.string().nullable(),
  at: z.string(),
  by: z.string(),
  note: z.string(),
  testsPassed: z.int().nullable(),
  testsFailed: z.int().nullable(),
  untested: z.string().nullable(),
  whatIf: z.string().nullable(),
  expected: z.array(z.object({ segment: z.string(), direction: z.string(), count: z.int() })).readonly(),
});

/** Changes of the active book: publishing, rolling back, and who did it when. */
export function publicationRoutes(server: ApiServer, deps: ApiDependencies): void {
  publishRoute(server, deps);
  rollbackRoute(server, deps);
  historyRoute(server, deps);
}

function publishRoute(server: ApiServer, deps: ApiDependencies): void {
  server.post(
    '/v1/books',
    {
      config: { scope: 'books:publish' },
      schema: {
        tags,
        summary: 'Check, test, store and activate a book',
        description:
          'Running treatments keep the version they started with. Crossings that the named what-if found are taken for planned by the storm breaker.',
        body: z.strictObject({
          files: bookFiles,
          note: z.string().max(500).default(''),
          previous: hash.optional().meta({ description: 'Refused unless this book is active now' }),
          whatIf: z.string().min(1).optional().meta({ description: 'The what-if of these two books' }),
          untested: z
            .string()
            .min(1, 'must say why')
            .max(500)
            .optional()
            .meta({ description: 'Why it is published although policy tests fail' }),
        }),
        response: { 200: changed, ...failures },
      },
    },
    async (request) => {
      const { files, note, previous, whatIf, untested } = request.body;
      const candidate = await candidateOf(deps, files);
      const tests = await deps.testBook?.(candidate);
      const published = await publishCandidate(deps.app, candidate, {
        by: actorOf(request).subject,
        note,
        ...(tests && { tests }),
        ...(previous !== undefined && { previous }),
        ...(whatIf !== undefined && { whatIf }),
        ...(untested !== undefined && { untested }),
      });
      return answerOf(deps, published, tests);
    },
  );
}

function rollbackRoute(server: ApiServer, deps: ApiDependencies): void {
  server.post(
    '/v1/books/rollback',
    {
      config: { scope: 'books:publish' },
      schema: {
        tags,
        summary: 'Make an earlier book the active one again',
        body: z.strictObject({
          hash: hash.optional().meta({ description: 'Default: the book that was active before this one' }),
          note: z.string().max(500).default(''),
        }),
        response: { 200: changed, ...failures },
      },
    },
    async (request) => {
      const { hash: to, note } = request.body;
      const by = actorOf(request).subject;
      const rolledBack = await rollBackBook(deps.app, { by, note, ...(to !== undefined && { hash: to }) });
      return answerOf(deps, rolledBack, undefined);
    },
  );
}

function historyRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/books/history',
    {
      config: { scope: 'books:read' },
      schema: {
        tags,
        summary: 'Who made which book the active one, when and why; the newest first',
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(50) }),
        response: { 200: z.object({ publications: z.array(publication) }), ...failures },
      },
    },
    async ({ query: { limit } }) => ({
      publications: await app.store.transaction((tx) => listPublications(tx, limit)),
    }),
  );
}

const conflicts: ReadonlySet<string> = new Set(['bookMoved', 'noWhatIf', 'otherWhatIf', 'noEarlierBook']);

async function answerOf(
  { app }: ApiDependencies,
  answer: PublishedCandidate | Refusal,
  tests: BookTests | undefined,
): Promise<z.output<typeof changed>> {
  if (!answer.ok) {
    const status = answer.code === 'unknownBook' ? 404 : conflicts.has(answer.code) ? 409 : 422;
    throw new ApiProblem(status, answer.code, answer.message, answer.faults);
  }
  const { ok: _ok, ...rest } = answer;
  return {
    ...rest,
    tests: tests ? { passed: tests.passed, failed: tests.failed.length } : null,
    running: await app.store.transaction(countRunning),
  };
}
