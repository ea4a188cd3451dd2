import type { ApiDependencies, ApiServer } from './api-server';
import { buildServer } from './build-server';
import { routes } from './routes/all';

/** The HTTP server with every route, not yet listening. */
export async function createApi(deps: ApiDependencies): Promise<ApiServer> {
  return buildServer(deps, routes);
}
