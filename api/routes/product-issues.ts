import { z } from 'zod';
import { listProductIssues, readProductIssue } from '../../application/product-issues';
import type { ApiDependencies, ApiServer } from '../api-server';
import { pageQuery } from '../cursor';
import { ApiProblem } from '../problem';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

/** Problems of the product that several customers have run into. */
export function productIssueRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/product-issues',
    {
      config: { scope: 'tasks:read' },
      schema: {
        tags: ['people'],
        summary: 'Problems of the product that several customers have run into, the latest first',
        querystring: z.strictObject({
          state: z.enum(['open', 'closed']).optional(),
          limit: pageQuery.limit,
        }),
        response: { 200: z.object({ issues: z.array(record) }), ...failures },
      },
    },
    async (request) => {
      const issues = await listProductIssues(app, request.query);
      return { issues: issues.map((issue) => ({ ...issue })) };
    },
  );
  server.get(
    '/v1/product-issues/:id',
    {
      config: { scope: 'tasks:read' },
      schema: {
        tags: ['people'],
        summary: 'One problem of the product with the cases that belong to it',
        params: z.strictObject({ id: z.string().min(1).max(200) }),
        response: { 200: record, ...failures },
      },
    },
    async (request) => {
      const issue = await readProductIssue(app, request.params.id);
      if (!issue)
        throw new ApiProblem(404, 'unknownIssue', `There is no product issue ${request.params.id}.`);
      return { ...issue };
    },
  );
}
