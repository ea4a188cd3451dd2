import { z } from 'zod';
import { completeTask, listTasks } from '../../application/people/tasks';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { pageQuery } from '../cursor';
import { orProblem } from '../refusals';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

/** Work people do. */
export function taskRoutes(server: ApiServer, { app }: ApiDependencies): void {
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
          limit: pageQuery.limit,
        }),
        response: { 200: z.object({ tasks: z.array(record) }), ...failures },
      },
    },
    async (request) => ({ tasks: (await listTasks(app, request.query)).map((row) => ({ ...row })) }),
  );
  server.post(
    '/v1/tasks/:id/complete',
    {
      config: { scope: 'tasks:complete' },
      schema: {
        tags: ['people'],
        summary: 'Say that a task is done, and what came of it',
        params: z.strictObject({ id: z.string().min(1).max(200) }),
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
      const { ok: _ok, ...answer } = orProblem(done);
      return answer;
    },
  );
}
