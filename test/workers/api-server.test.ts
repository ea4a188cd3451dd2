import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { readSettings } from '../../config/settings';
import { startHttp } from '../../workers/api-server';
import { compose, type Composition } from '../../workers/composition';

jest.setTimeout(120_000);

describe('the HTTP side of a process', () => {
  let folder: string;
  let holder: Server;
  let composition: Composition;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-http-'));
    holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    composition = await compose(
      readSettings({
        TIDELINE_DATA_DIR: folder,
        TIDELINE_LOG_LEVEL: 'silent',
        TIDELINE_STRIPE_KEY: 'sk_test_x',
        TIDELINE_STRIPE_WEBHOOK_SECRET: 'whsec_x',
        TIDELINE_API_PORT: String(portOf(holder)),
      }),
    );
  });
  afterAll(async () => {
    await composition.close();
    await new Promise((resolve) => holder.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it('says which port is taken and which setting chooses another', async () => {
    const connection = Connection.lazy();
    await expect(startHttp(composition, new Client({ connection }))).rejects.toThrow(
      `port ${portOf(holder)} for the API is taken: stop what holds it (lsof -i :${portOf(holder)} names it), or choose another with TIDELINE_API_PORT.`,
    );
    await connection.close();
  });
});

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}
