import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import { findBinary } from '../../../ports/processes/find-binaries';
import { startTemporalDevServer } from '../../../ports/processes/temporal-dev-server';
import { freshDatabase } from '../../support/postgres';
import { describeWith } from '../../support/require';
import { devServer, timeSkippingEnvironment } from '../../support/temporal';

describe('the Temporal servers', () => {
  it('start with the search attributes asked for', async () => {
    const server = await devServer({ searchAttributes: { Playbook: 'Keyword' } });
    const connection = await Connection.connect({ address: server.address });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    expect(Object.keys(customAttributes)).toContain('Playbook');
    await connection.close();
    await server.stop();
  });

  it('skip time', async () => {
    const environment = await timeSkippingEnvironment({ Playbook: 'Keyword' });
    const before = await environment.currentTimeMs();
    await environment.sleep('30 days');
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 86_400_000);
    await environment.teardown();
  });

  it('refuse a busy port in one sentence with the fix', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    const start = startTemporalDevServer({ port, logFile: '/dev/null' });
    await expect(start).rejects.toThrow(
      `port ${port} for the Temporal server is taken: stop what holds it (lsof -i :${port} names it), or choose another with TIDELINE_TEMPORAL_PORT.`,
    );
    holder.close();
  });

  it('refuse a missing binary with the command that fetches it', () => {
    expect(() => findBinary('temporalCli', '/nowhere')).toThrow('run node scripts/bootstrap.mjs in /nowhere');
  });
});

describeWith('postgres', 'the private PostgreSQL', () => {
  it('gives each caller an empty database of its own', async () => {
    const [first, second] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect(first.url).not.toBe(second.url);
    const client = new Client({ connectionString: first.url });
    await client.connect();
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from information_schema.tables where table_schema = 'public'`,
    );
    expect(rows).toEqual([{ count: 0 }]);
    await client.end();
  });
});
