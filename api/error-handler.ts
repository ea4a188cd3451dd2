import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../application/application';
import { allowedMethods } from './allowed-methods';
import type { ApiServer } from './api-server';
import { ApiProblem, PROBLEM_TYPE, problemOf, type Problem } from './problem';

/** Answers every failure as problem+json; a fault of ours is logged by name and place, since its text may quote a person. */
export function answerProblems(server: ApiServer, log: Log): void {
  server.setErrorHandler(async (error: FastifyError, request, reply) => {
    const problem = problemFor(error);
    if (problem.status >= 500) {
      log.error(
        { error: error.name, code: error.code, at: framesOf(error), route: routeOf(request) },
        'request failed',
      );
    }
    return sendProblem(reply, problem);
  });
  answerMissing(server);
}

function answerMissing(server: ApiServer): void {
  const methodsAt = allowedMethods(server);
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const methods = methodsAt(request.url);
    // The address has the method: what is missing is the file that it would give.
    if (methods.length === 0 || methods.includes(request.method))
      return sendProblem(reply, noSuchRoute(request.method));
    const allowed = methods.join(', ');
    const detail = `This address has no ${request.method}: use ${allowed}.`;
    return sendProblem(reply.header('allow', allowed), problemOf(405, 'methodNotAllowed', detail));
  };
  server.setNotFoundHandler(answer);
  // Before the body is read: what is wrong with it is of no interest here.
  server.addHook('onRequest', async (request, reply) => (request.is404 ? answer(request, reply) : undefined));
}

/** The route's pattern: unlike the address it holds no id. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}

function noSuchRoute(method: string): Problem {
  return problemOf(404, 'noSuchRoute', `There is no ${method} at this address: see /openapi.json.`);
}

/** For an address whose percent signs do not decode. */
export const badAddress = problemOf(
  400,
  'invalidRequest',
  'The address cannot be decoded: encode each part of it with percent signs for UTF-8 bytes.',
);

/** Answers with a problem, whatever the route's own answers look like. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.status(problem.status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem);
}

function problemFor(error: FastifyError | ApiProblem): Problem {
  if (error instanceof ApiProblem) return error.problem;
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    return problemOf(500, 'internalError', 'Something broke on our side; the request can be sent again.');
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problemOf(413, 'bodyTooLarge', 'The body is too large: send fewer items per request.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problemOf(
        415,
        'wrongMediaType',
        'This content type is not read here: send application/json (or CloudEvents where they are taken).',
      );
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return problemOf(400, 'invalidJson', 'The body is empty: send JSON, or no content type.');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return problemOf(400, 'invalidJson', 'The body is not JSON: check it with a JSON parser.');
    default:
      return problemOf(status, 'badRequest', error.message);
  }
}

function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .map((line) => line.trim());
}
