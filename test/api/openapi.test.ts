import { readFileSync } from 'node:fs';
import { createApi } from '../../api/server';
import type { Store } from '../../ports/store/store';
import { openTestStore } from '../support/stores';
import { apiDependencies } from './http-harness';
import { probeApplication } from './probe-application';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

describe('docs/openapi.json', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore('pglite');
  });
  afterAll(() => store.close());

  it('describes the routes as they are (if not: npx tsx scripts/write-openapi.ts)', async () => {
    const server = await createApi(apiDependencies(probeApplication(store).app));
    const described: unknown = JSON.parse(JSON.stringify(server.swagger()));
    await server.close();
    expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(described);
    expect(described).toMatchObject({ openapi: '3.1.0' });
  });
});
