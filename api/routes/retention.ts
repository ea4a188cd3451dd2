import { z } from 'zod';
import { budgetStatus } from '../../application/budgets';
import { lossReasons } from '../../application/loss-reasons';
import { cohortDecisions } from '../../application/people/cohort-decisions';
import type { ApiDependencies, ApiServer } from '../api-server';
import { pageQuery } from '../cursor';
import { instant } from '../schemas/instant';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

/** What is decided about many customers at once: cohorts, budgets, and why customers were lost. */
export function retentionRoutes(server: ApiServer, deps: ApiDependencies): void {
  cohortRoute(server, deps);
  lossRoute(server, deps);
  budgetRoute(server, deps);
}

function cohortRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/cohort-decisions',
    {
      config: { scope: 'approvals:read' },
      schema: {
        tags: ['people'],
        summary: 'Decisions that count for a cohort, the newest question first',
        description:
          'An open one is decided by its `approvalId`, whatever number of customers waits; amounts are sums over those who wait.',
        querystring: z.strictObject({
          state: z.enum(['open', 'approved', 'rejected']).optional(),
          limit: pageQuery.limit,
        }),
        response: { 200: z.object({ cohortDecisions: z.array(record) }), ...failures },
      },
    },
    async (request) => {
      const rows = await cohortDecisions(app, request.query);
      return { cohortDecisions: rows.map((row) => ({ ...row })) };
    },
  );
}

function lossRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/loss-reasons',
    {
      config: { scope: 'treatments:read' },
      schema: {
        tags: ['treatments'],
        summary: 'Why customers were lost, the most frequent reason first',
        description: 'Counts what plays recorded as lossReason; a customer counts once for each reason.',
        querystring: z.strictObject({
          from: instant.optional(),
          until: instant.optional(),
          playbook: z.string().max(100).optional(),
        }),
        response: { 200: z.object({ lossReasons: z.array(record) }), ...failures },
      },
    },
    async (request) => {
      const rows = await lossReasons(app, request.query);
      return { lossReasons: rows.map(({ value, ...counts }) => ({ reason: value, ...counts })) };
    },
  );
}

function budgetRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/budgets',
    {
      config: { scope: 'operations:read' },
      schema: {
        tags: ['operations'],
        summary: 'What this month’s offers have used of each budget',
        response: { 200: z.object({ budgets: z.array(record) }), ...failures },
      },
    },
    async () => ({ budgets: (await budgetStatus(app)).map((row) => ({ ...row })) }),
  );
}
