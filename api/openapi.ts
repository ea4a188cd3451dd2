import swagger, { type SwaggerTransform } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { ApiServer } from './api-server';

/** Describes every route as OpenAPI 3.1 at `/openapi.json`, with a page to try them at `/docs`. */
export async function describeApi(server: ApiServer): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tideline',
        description: 'Signals and crossings in, treatments out. Every failure is problem+json (RFC 9457).',
        version: '1',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: describeRoute,
    transformObject: jsonSchemaTransformObject,
  });
  await server.register(swaggerUi, { routePrefix: '/docs' });
  server.get(
    '/openapi.json',
    { config: { scope: 'docs:read' }, schema: { hide: true } },
    async (_request, reply) => reply.type('application/json').send(JSON.stringify(server.swagger())),
  );
}

const idempotencyKey = {
  type: 'object',
  properties: {
    'idempotency-key': {
      type: 'string',
      maxLength: 200,
      description: 'Sent again with the same request, the whole first answer is replayed',
    },
  },
};

// What every route has in common stands in one place instead of in each route's schema.
const describeRoute: SwaggerTransform = (document) => {
  const described = jsonSchemaTransform(document);
  const scope = document.route.config?.scope;
  if (described.schema.hide || scope === undefined || scope === 'open' || scope === 'signature')
    return described;
  const writes = document.route.method !== 'GET';
  return {
    url: described.url,
    schema: { ...described.schema, 'x-scope': scope, ...(writes ? { headers: idempotencyKey } : {}) },
  };
};
