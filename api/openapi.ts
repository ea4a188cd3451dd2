import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
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
    transform: jsonSchemaTransform,
  });
  await server.register(swaggerUi, { routePrefix: '/docs' });
  server.get(
    '/openapi.json',
    { config: { scope: 'docs:read' }, schema: { hide: true } },
    async (_request, reply) => reply.type('application/json').send(JSON.stringify(server.swagger())),
  );
}
