import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ImportServer } from './import-server';

/** How an import process ended. */
export interface ImportRun {
  readonly code: number | null;
  /** Its notes, without the lines that tell progress. */
  readonly notes: string;
}

/** Runs `tideline import` as a process of its own until it ends. */
export async function runImportProcess(
  server: ImportServer,
  table: string,
  flags: readonly string[],
): Promise<ImportRun> {
  const child = start(server, table, flags);
  let notes = '';
  child.stderr?.on('data', (chunk: Buffer) => (notes += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const told = notes.split('\n').filter((line) => line !== '' && !/^\d+ rows sent$/.test(line));
  return { code, notes: told.join('\n') };
}

/** Starts an import and kills it at once (SIGKILL) when more than `rows` rows are through; throws if it ends before. */
export async function killOnceBeyond(
  server: ImportServer,
  table: string,
  flags: readonly string[],
  rows: number,
): Promise<void> {
  const child = start(server, table, flags);
  const closed = once(child, 'close');
  while (rowsDone(server.folder) <= rows) {
    if (child.exitCode !== null)
      throw new Error(`the import ended before row ${rows}; it was to be killed there`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill('SIGKILL');
  await closed;
  if (child.signalCode !== 'SIGKILL') throw new Error('the import ended before it could be killed');
}

function start(server: ImportServer, table: string, flags: readonly string[]): ChildProcess {
  const words = [
    'import',
    table,
    '--mapping',
    path.resolve('config/mappings/credit-card-default.yaml'),
    ...flags,
  ];
  const program = [path.resolve('cli/bin.mjs'), ...words];
  return spawn(process.execPath, program, {
    cwd: server.folder,
    env: { PATH: process.env['PATH'], TIDELINE_URL: server.url, TIDELINE_TOKEN: server.token },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function rowsDone(folder: string): number {
  const imports = path.join(folder, '.tideline', 'imports');
  if (!existsSync(imports)) return 0;
  const files = readdirSync(imports).filter((name) => name.endsWith('.json'));
  return Math.max(
    0,
    ...files.map(
      (name) => (JSON.parse(readFileSync(path.join(imports, name), 'utf8')) as { rows: number }).rows,
    ),
  );
}
