import { writeFileSync } from 'node:fs';
import { createApi } from '../api/server';
import { openPgliteStore } from '../ports/store/pglite-store';
import { apiDependencies } from '../test/api/http-harness';
import { probeApplication } from '../test/api/probe-application';

/** Writes docs/openapi.json from the routes as they are. */
async function writeOpenApi(): Promise<void> {
  const store = await openPgliteStore();
  const server = await createApi(apiDependencies(probeApplication(store).app));
  writeFileSync('docs/openapi.json', `${JSON.stringify(server.swagger(), null, 2)}\n`);
  await server.close();
  await store.close();
}

void writeOpenApi();
