import { z } from 'zod';
import { completeTask, listTasks } from '../../application/people/tasks';
import { waiveTask } from '../../application/people/waive-task';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { dueCursor, nextDue, pageQuery, readCursor } from '../cursor';
import { orProblem } from '../refusals';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

/** Work people do. */
export function taskRoutes(server: ApiServer, deps: ApiDependencies): void {
  const { app } = deps;
  server.get(
    '/v1/tasks',
    {
      config: { scope: 'tasks:read' },
      schema: {
        tags: ['people'],
        summary: 'Tasks, the most urgent first',
        querystring: z.strictObject({
          state: z.enum(['open', 'done', 'expired', 'cancelled']).optional(),
          queue: z.string().optional(),
          treatmentId: z.string().optional(),
          customer: z.string().optional().meta({ description: 'Your id of the customer, or its key' }),
          ...pageQuery,
        }),
        response: { 200: z.object({ tasks: z.array(record), next: z.string().nullable() }), ...failures },
      },
    },
    async (request) => {
      const { cursor, ...filter } = request.query;
      const rows = await listTasks(app, { ...filter, after: readCursor(cursor, dueCursor) });
      return { tasks: rows.map((row) => ({ ...row })), next: nextDue(rows, filter.limit) };
    },
  );
  actRoutes(server, deps);
}

const taskPath = z.strictObject({ id: z.string().min(1).max(200) });

function actRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/tasks/:id/complete',
    {
      config: { scope: 'tasks:complete' },
      schema: {
        tags: ['people'],
        summary: 'Say that a task is done, and what came of it',
        params: taskPath,
        body: z.strictObject({ result: z.string().max(5_000).default('done') }),
        response: { 200: record, ...failures },
      },
    },
    async (request) => {
      const done = await completeTask(app, {
        taskId: request.params.id,
        result: request.body.result,
        actor: actorOf(request),
      });
      const { task } = orProblem(done);
      request.customerKey = task.customerKey;
      return { ...task };
    },
  );
  server.post(
    '/v1/tasks/:id/waive',
    {
      config: { scope: 'tasks:complete' },
      schema: {
        tags: ['people'],
        summary: 'Let a milestone of a plan count as done although it is not, and say why',
        params: taskPath,
        body: z.strictObject({ reason: z.string().trim().min(1).max(1_000) }),
        response: { 200: record, ...failures },
      },
    },
    async (request) => {
      const { reason } = request.body;
      const waived = await waiveTask(app, { taskId: request.params.id, reason, actor: actorOf(request) });
      const { task } = orProblem(waived);
      request.customerKey = task.customerKey;
      return { ...task };
    },
  );
}
