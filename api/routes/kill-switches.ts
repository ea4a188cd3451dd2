import { z } from 'zod';
import { clearKillSwitch, listKillSwitches, setKillSwitch } from '../../application/controls';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { ApiProblem } from '../problem';
import { orProblem } from '../refusals';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';
import { reasonBody } from '../schemas/treatment';

const scopePath = z.strictObject({
  scope: z
    .string()
    .max(200)
    .regex(
      /^(all|(playbook|effect|channel):[A-Za-z][A-Za-z0-9-]*)$/,
      'must be all, playbook:<id>, effect:<kind> or channel:<channel>',
    ),
});
const tags = ['operations'];

/** Stops every effect of a scope at once, until it is cleared. */
export function killSwitchRoutes(server: ApiServer, deps: ApiDependencies): void {
  readRoutes(server, deps);
  const { app } = deps;
  server.put(
    '/v1/kill-switches/:scope',
    {
      config: { scope: 'operations:act' },
      schema: {
        tags,
        summary: 'Turn a kill switch on',
        params: scopePath,
        body: reasonBody,
        response: { 200: z.object({ scope: z.string(), on: z.boolean() }), ...failures },
      },
    },
    async (request) => {
      const { scope } = request.params;
      orProblem(await setKillSwitch(app, { scope, reason: request.body.reason, actor: actorOf(request) }));
      return { scope, on: true };
    },
  );
  server.delete(
    '/v1/kill-switches/:scope',
    {
      config: { scope: 'operations:act' },
      schema: {
        tags,
        summary: 'Turn a kill switch off',
        params: scopePath,
        response: { 200: z.object({ scope: z.string(), on: z.boolean() }), ...failures },
      },
    },
    async (request) => {
      const { scope } = request.params;
      orProblem(await clearKillSwitch(app, { scope, actor: actorOf(request) }));
      return { scope, on: false };
    },
  );
}

function readRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/kill-switches',
    {
      config: { scope: 'operations:read' },
      schema: {
        tags,
        summary: 'Kill switches that are on',
        response: { 200: z.object({ killSwitches: z.array(record) }), ...failures },
      },
    },
    async () => ({ killSwitches: (await listKillSwitches(app)).map((row) => ({ ...row })) }),
  );
  server.get(
    '/v1/kill-switches/:scope',
    {
      config: { scope: 'operations:read' },
      schema: {
        tags,
        summary: 'One kill switch that is on',
        params: scopePath,
        response: { 200: record, ...failures },
      },
    },
    async (request) => {
      const found = (await listKillSwitches(app)).find((row) => row.scope === request.params.scope);
      if (!found) throw new ApiProblem(404, 'notFound', `The kill switch ${request.params.scope} is off.`);
      return { ...found };
    },
  );
}
