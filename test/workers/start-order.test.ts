import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../ports/processes/free-port';
import { ProcessStartError } from '../../ports/processes/supervise';
import { searchAttributeNames } from '../../workflows/search-attributes';
import { type Role, runRole } from '../support/deployment/role-process';
import { freshDatabase } from '../support/postgres';
import { describeWith } from '../support/require';
import { devServer } from '../support/temporal';

jest.setTimeout(120_000);

describeWith('postgres', 'a process that is started before what it needs', () => {
  let folder: string;
  let temporal: Awaited<ReturnType<typeof devServer>>;
  const doors: Door[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-start-order-'));
    const attributes = searchAttributeNames.map((name) => [name, 'Keyword'] as const);
    temporal = await devServer({ searchAttributes: Object.fromEntries(attributes) });
  });
  afterAll(async () => {
    for (const door of doors) door.close();
    await temporal.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function surroundings() {
    const database = new URL((await freshDatabase()).url);
    const [postgresPort, temporalPort, apiPort] = await Promise.all([freePort(), freePort(), freePort()]);
    const url = new URL(database);
    url.port = String(postgresPort);
    const environment = {
      TIDELINE_DATABASE_URL: url.href,
      TIDELINE_TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
      TIDELINE_API_PORT: String(apiPort),
      TIDELINE_STRIPE_KEY: 'sk_test_order',
      TIDELINE_STRIPE_WEBHOOK_SECRET: 'whsec_order',
      TIDELINE_DATA_DIR: folder,
    };
    const openDatabase = () => doors.push(openDoor(postgresPort, Number(database.port)));
    const openTemporal = () => doors.push(openDoor(temporalPort, Number(temporal.address.split(':')[1])));
    return { environment, openDatabase, openTemporal };
  }

  it.each(['relay', 'worker', 'api'] as const)('waits until they are up: %s', async (role: Role) => {
    const { environment, openDatabase, openTemporal } = await surroundings();
    const name = `waits-${role}`;
    const said = () => readIfThere(path.join(folder, `${name}.log`));
    const starting = runRole({ role, name, environment, logFolder: folder });
    await until(() => said().includes('waiting for PostgreSQL at 127.0.0.1:'));
    openDatabase();
    await until(() => said().includes('waiting for Temporal at 127.0.0.1:'));
    openTemporal();
    const running = await starting;
    expect(said()).not.toMatch(/"level":50/);
    await running.stop();
  });

  it.each([
    ['PostgreSQL', () => undefined],
    ['Temporal', (open: () => unknown) => open()],
  ] as const)('gives up on %s with one sentence and a failure', async (part, prepare) => {
    const { environment, openDatabase } = await surroundings();
    prepare(openDatabase);
    const name = `gives-up-${part}`;
    const impatient = { ...environment, TIDELINE_START_PATIENCE: '2' };
    const starting = runRole({ role: 'relay', name, environment: impatient, logFolder: folder });
    await expect(starting).rejects.toBeInstanceOf(ProcessStartError);
    const lines = readIfThere(path.join(folder, `${name}.log`))
      .trim()
      .split('\n');
    expect(lines.at(-1)).toMatch(
      new RegExp(`^${part} at .* did not answer within 2 s .*: start it, or correct TIDELINE_`),
    );
    expect(lines.some((line) => /^\s+at /.test(line))).toBe(false);
  });
});

interface Door {
  close(): void;
}

/** Lets what comes to one port through to another. */
function openDoor(port: number, to: number): Door {
  const sockets = new Set<Socket>();
  const server: Server = createServer((inside) => {
    const outside = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  server.listen(port, '127.0.0.1');
  return {
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function until(holds: () => boolean): Promise<void> {
  for (let look = 0; look < 600; look += 1) {
    if (holds()) return;
    await sleep(50);
  }
  throw new Error('what is waited for is not said');
}
