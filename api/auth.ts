import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../application/application';
import type { ApiKeys } from './keys';
import { ApiProblem } from './problem';
import type { ApiServer } from './api-server';
import type { RouteScope } from './scopes';

declare module 'fastify' {
  interface FastifyContextConfig {
    scope?: RouteScope;
  }
  interface FastifyRequest {
    actor: Actor | null;
    /** Whom the request is about, for the log; never an id of the caller's. */
    customerKey: string | null;
  }
}

// A browser cannot be told to send a bearer token, so the pages people open also take it as a password.
const pages = /^\/(docs(\/|$)|openapi\.json$)/;

/** Lets no request pass without a token that carries the scope its route declares. */
export function requireScopes(server: ApiServer, keys: ApiKeys): void {
  server.decorateRequest('actor', null);
  server.decorateRequest('customerKey', null);
  server.addHook('onRoute', (route) => {
    if (pages.test(route.url)) route.config = { ...route.config, scope: 'docs:read' };
    if (route.config?.scope === undefined) {
      throw new Error(
        `${String(route.method)} ${route.url} declares no scope: add config.scope to the route`,
      );
    }
  });
  server.addHook('onRequest', async (request, reply) => {
    const scope = request.routeOptions.config.scope;
    if (request.is404 || scope === 'open' || scope === 'signature') return;
    request.actor = await authenticate(request, reply, keys);
    if (scope === undefined || !request.actor.scopes.includes(scope)) {
      throw new ApiProblem(403, 'missingScope', `This token lacks the scope ${scope}: use one that has it.`);
    }
  });
}

/** Who asks, as the token says. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new Error(`${request.routeOptions.url} asked for the actor of an open route`);
  return request.actor;
}

async function authenticate(request: FastifyRequest, reply: FastifyReply, keys: ApiKeys): Promise<Actor> {
  const page = pages.test(request.routeOptions.url ?? '');
  const token = tokenOf(request.headers.authorization, page);
  const actor = token === undefined ? undefined : await keys.actorOf(token);
  if (actor) return actor;
  reply.header(
    'www-authenticate',
    page ? 'Basic realm="Tideline: any name, your key as the password"' : 'Bearer',
  );
  const inBrowser = page ? ' In a browser sign in with any name and the key as the password.' : '';
  const detail =
    token === undefined
      ? `No token was sent: add the header "Authorization: Bearer <token>".${inBrowser}`
      : `This token is not known: check it, or make a new one.${inBrowser}`;
  throw new ApiProblem(401, 'notAuthenticated', detail);
}

function tokenOf(header: string | undefined, page: boolean): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(header ?? '');
  if (bearer) return bearer[1];
  const basic = page ? /^Basic +(\S+)$/i.exec(header ?? '') : null;
  if (!basic) return undefined;
  const text = Buffer.from(basic[1]!, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}
