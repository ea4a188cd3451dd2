import { z } from 'zod';
import type { Actor, Application } from '../../application/application';
import { pauseTreatment, resumeTreatment, stopTreatment } from '../../application/controls';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { orProblem } from '../refusals';
import { failures } from '../schemas/problem';
import { reasonBody, treatmentPath } from '../schemas/treatment';

const actAnswer = z.object({
  state: z.string(),
  inFlight: z
    .array(z.object({ requestKey: z.string(), kind: z.string(), state: z.string() }))
    .meta({ description: 'Effects already under way, which this does not recall' }),
});

const acts = {
  pause: { run: pauseTreatment, summary: 'Pause a treatment: no effect begins until it is resumed' },
  resume: { run: resumeTreatment, summary: 'Resume a treatment that a person paused' },
  stop: { run: stopTreatment, summary: 'Stop a treatment for good' },
} as const;

/** Always in a person's hand: pause, resume, stop. */
export function treatmentActRoutes(server: ApiServer, { app }: ApiDependencies): void {
  for (const [act, { run, summary }] of Object.entries(acts)) {
    server.post(
      `/v1/treatments/:id/${act}`,
      {
        config: { scope: 'treatments:act' },
        schema: {
          tags: ['treatments'],
          summary,
          params: treatmentPath,
          body: reasonBody,
          response: { 200: actAnswer, ...failures },
        },
      },
      async (request) => perform(app, run, request.params.id, { ...request.body, actor: actorOf(request) }),
    );
  }
}

async function perform(
  app: Application,
  run: (typeof acts)[keyof typeof acts]['run'],
  id: string,
  options: { reason: string; actor: Actor },
): Promise<z.output<typeof actAnswer>> {
  const { state, inFlight } = orProblem(await run(app, id, options));
  return { state, inFlight: inFlight.map((effect) => ({ ...effect })) };
}
