import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/** The folder with initdb and postgres: the newest of Debian's, else the one on PATH, else undefined. */
export function findPostgresFolder(): string | undefined {
  return debianFolders().find(hasServer) ?? folderOnPath();
}

/** The account a server may run as: PostgreSQL refuses root, so root lends the postgres (or nobody) account. */
export function postgresUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const name = ['postgres', 'nobody'].find((each) => idOf(each, '-u') !== undefined);
  if (!name)
    throw new Error('PostgreSQL refuses to run as root: create a user named postgres and try again.');
  return { uid: idOf(name, '-u') ?? 0, gid: idOf(name, '-g') ?? 0 };
}

function debianFolders(): string[] {
  if (!existsSync(DEBIAN)) return [];
  return readdirSync(DEBIAN)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(DEBIAN, version, 'bin'));
}

function folderOnPath(): string | undefined {
  try {
    const file = execFileSync('sh', ['-c', 'command -v initdb'], { encoding: 'utf8' }).trim();
    const folder = path.dirname(file);
    return hasServer(folder) ? folder : undefined;
  } catch {
    return undefined; // command -v ends with 1 when there is none.
  }
}

function hasServer(folder: string): boolean {
  return existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres'));
}

function idOf(name: string, flag: '-u' | '-g'): number | undefined {
  try {
    return Number(
      execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return undefined; // No such account.
  }
}
