import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findPostgresFolder, postgresUser } from './find-postgres';
import { freePort } from './free-port';
import { supervise, type ProcessExit } from './supervise';

/** Where a private cluster lives and how careful it is. */
export interface PrivatePostgresOptions {
  /** Made if missing; reused if it holds a cluster. */
  readonly folder: string;
  /** A free one when absent. */
  readonly port?: number;
  /** False trades safety on power loss for speed: tests only. */
  readonly fsync?: boolean;
  readonly maxConnections?: number;
}

/** A running private cluster, reachable on 127.0.0.1 without a password. */
export interface PrivatePostgres {
  /** Connection URL of the database `postgres`; put another name after the last slash for another database. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<ProcessExit>;
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

/** Starts a PostgreSQL cluster of our own in a folder and resolves when it answers. */
export async function startPrivatePostgres(options: PrivatePostgresOptions): Promise<PrivatePostgres> {
  const binaries = findPostgresFolder();
  if (!binaries) {
    throw new Error(
      'PostgreSQL is not installed: install it (Debian: sudo apt-get install postgresql) and try again.',
    );
  }
  const user = postgresUser();
  const data = path.join(options.folder, 'data');
  await prepare(binaries, data, user);
  const port = options.port ?? (await freePort());
  const url = `postgres://tideline@127.0.0.1:${port}/postgres`;
  const server = await supervise({
    name: 'private PostgreSQL',
    command: path.join(binaries, 'postgres'),
    args: ['-D', data, ...serverSettings(port, options).flatMap((setting) => ['-c', setting])],
    logFile: path.join(options.folder, 'postgres.log'),
    isHealthy: () => answers(url),
    // SIGTERM would wait for every client to leave; SIGINT is PostgreSQL's "fast" shutdown.
    stopSignal: 'SIGINT',
    user,
  });
  return { url, port, pid: server.pid, exited: server.exited, stop: server.stop, kill: server.kill };
}

async function prepare(
  binaries: string,
  data: string,
  user: { uid: number; gid: number } | undefined,
): Promise<void> {
  if (existsSync(path.join(data, 'PG_VERSION'))) return;
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o700);
  if (user) chownSync(data, user.uid, user.gid);
  const initdb = [
    '-D',
    data,
    '--username=tideline',
    '--auth=trust',
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
  ];
  await promisify(execFile)(path.join(binaries, 'initdb'), initdb, { ...user, cwd: '/' });
}

function serverSettings(port: number, options: PrivatePostgresOptions): string[] {
  const careless = options.fsync === false;
  return [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    // No socket file: its default folder belongs to the system's own cluster.
    'unix_socket_directories=',
    `max_connections=${options.maxConnections ?? 100}`,
    'timezone=UTC',
    'log_timezone=UTC',
    ...(careless ? ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'] : []),
  ];
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 1_000 });
  // A server that is coming up may break off; the call under way tells it, and an unheard event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end();
  }
}
