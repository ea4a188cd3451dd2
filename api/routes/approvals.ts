import { z } from 'zod';
import { findOneApproval, listApprovals } from '../../application/people/approvals';
import { decideApproval } from '../../application/people/decide-approval';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { ApiProblem } from '../problem';
import { dueCursor, nextDue, pageQuery, readCursor } from '../cursor';
import { orProblem } from '../refusals';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

const decisionBody = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  comment: z.string().max(5_000).optional(),
  finalSubject: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({ description: 'The subject as the approver wants it' }),
  finalText: z
    .string()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: 'The text as the approver wants it' }),
  confirmStale: z
    .boolean()
    .optional()
    .meta({ description: 'Decide although the facts have changed since the request' }),
});

const approvalPath = z.strictObject({ id: z.string().min(1).max(200) });

/** Decisions people give. */
export function approvalRoutes(server: ApiServer, deps: ApiDependencies): void {
  readRoutes(server, deps);
  decisionRoute(server, deps);
}

function readRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/approvals',
    {
      config: { scope: 'approvals:read' },
      schema: {
        tags: ['people'],
        summary: 'Approvals, the most urgent first',
        querystring: z.strictObject({
          state: z.enum(['open', 'approved', 'rejected', 'expired', 'withdrawn']).optional(),
          treatmentId: z.string().optional(),
          customer: z.string().optional().meta({ description: 'Your id of the customer, or its key' }),
          ...pageQuery,
        }),
        response: { 200: z.object({ approvals: z.array(record), next: z.string().nullable() }), ...failures },
      },
    },
    async (request) => {
      const { cursor, ...filter } = request.query;
      const rows = await listApprovals(app, { ...filter, after: readCursor(cursor, dueCursor) });
      return { approvals: rows.map((row) => ({ ...row })), next: nextDue(rows, filter.limit) };
    },
  );
  server.get(
    '/v1/approvals/:id',
    {
      config: { scope: 'approvals:read' },
      schema: {
        tags: ['people'],
        summary: 'One approval with its evidence: scores, history, economics and what the step asks for',
        params: approvalPath,
        response: { 200: record, ...failures },
      },
    },
    async (request) => {
      const approval = await findOneApproval(app, request.params.id);
      if (!approval) throw new ApiProblem(404, 'notFound', `There is no approval ${request.params.id}.`);
      request.customerKey = approval.customerKey;
      return { ...approval };
    },
  );
}

function decisionRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/approvals/:id/decision',
    {
      config: { scope: 'approvals:decide' },
      schema: {
        tags: ['people'],
        summary: 'Approve (as drafted or edited) or reject',
        params: approvalPath,
        body: decisionBody,
        response: { 200: record, ...failures },
      },
    },
    async (request) => {
      const decided = await decideApproval(app, {
        approvalId: request.params.id,
        ...request.body,
        actor: actorOf(request),
        via: 'api',
      });
      const { approval } = orProblem(decided);
      request.customerKey = approval.customerKey;
      return { ...approval };
    },
  );
}
