import { z } from 'zod';
import { parseTreatmentId } from '../../domain/ids';
import { listTreatments, readTreatment } from '../../application/treatments';
import type { ApiDependencies, ApiServer } from '../api-server';
import { cursorOf, pageQuery, readCursor } from '../cursor';
import { ApiProblem } from '../problem';
import { instant } from '../schemas/instant';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';
import { treatmentPath } from '../schemas/treatment';

const listQuery = z.strictObject({
  state: z.enum(['running', 'paused', 'ending', 'closed', 'open']).optional(),
  playbook: z.string().optional(),
  customer: z.string().optional().meta({ description: 'Your id of the customer, or its key' }),
  outcome: z.string().optional(),
  ...pageQuery,
});

// When the last treatment of a page started, and its id.
const lastOfPage = z.string().refine((text) => {
  const [startedAt, id] = text.split('~');
  return instant.safeParse(startedAt).success && parseTreatmentId(id ?? '') !== undefined;
});

/** The runs of playbooks: many, or one with all that belongs to it. */
export function treatmentRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/treatments',
    {
      config: { scope: 'treatments:read' },
      schema: {
        tags: ['treatments'],
        summary: 'Treatments, page by page',
        querystring: listQuery,
        response: {
          200: z.object({ treatments: z.array(record), next: z.string().nullable() }),
          ...failures,
        },
      },
    },
    async (request) => {
      const cursor = readCursor(request.query.cursor, lastOfPage);
      const page = await listTreatments(app, { ...request.query, cursor });
      const next = page.next === undefined ? null : cursorOf(page.next);
      return { treatments: page.treatments.map((row) => ({ ...row })), next };
    },
  );
  server.get(
    '/v1/treatments/:id',
    {
      config: { scope: 'treatments:read' },
      schema: {
        tags: ['treatments'],
        summary: 'One treatment with its decisions, effects, approvals, tasks and inbox',
        params: treatmentPath,
        response: { 200: record, ...failures },
      },
    },
    async (request) => {
      const found = await readTreatment(app, request.params.id);
      if (!found)
        throw new ApiProblem(404, 'unknownTreatment', `There is no treatment ${request.params.id}.`);
      return { ...found };
    },
  );
}
