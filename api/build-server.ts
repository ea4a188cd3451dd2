import fastify from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ApiDependencies, ApiServer } from './api-server';
import { requireScopes } from './auth';
import { answerBroken } from './broken-requests';
import { refuseDeepBodies } from './deep-bodies';
import { answerProblems, badAddress, sendProblem } from './error-handler';
import { replayAnswers } from './idempotency';
import { describeApi } from './openapi';
import { readJson } from './read-json';
import { logRequests } from './request-log';
import { zodValidator } from './validation';

const BODY_LIMIT_BYTES = 4 * 1_024 * 1_024;

/** Adds one resource's routes to a server. */
export type AddRoutes = (server: ApiServer, deps: ApiDependencies) => void;

/** The HTTP server with the routes given, not yet listening. */
export async function buildServer(deps: ApiDependencies, routes: readonly AddRoutes[]): Promise<ApiServer> {
  const server: ApiServer = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    // An address that cannot be decoded never reaches the handlers below.
    frameworkErrors: (_error, _request, reply) => void sendProblem(reply, badAddress),
    clientErrorHandler: answerBroken,
    routerOptions: { maxParamLength: 500 },
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(zodValidator);
  server.setSerializerCompiler(serializerCompiler);
  answerProblems(server, deps.app.log);
  requireScopes(server, deps.keys);
  refuseDeepBodies(server);
  replayAnswers(server, deps.app);
  logRequests(server, deps.app.log, deps.metrics);
  readJson(server);
  await describeApi(server);
  for (const add of routes) add(server, deps);
  await server.ready();
  return server;
}
