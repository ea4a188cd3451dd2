import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from './error-code';

const heldHere = new Set<string>();

/** Thrown when another process (or another part of this one) has the data folder open. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(
      `the data folder ${folder} is already open in process ${pid}: stop that process, or choose another folder`,
    );
    this.name = 'FolderInUse';
  }
}

/** Takes the folder for this process; a lock whose process is gone is taken over. Gives the way to let go. */
export function lockFolder(folder: string): () => void {
  const absolute = path.resolve(folder);
  mkdirSync(absolute, { recursive: true });
  const file = path.join(absolute, 'owner.pid');
  if (heldHere.has(absolute)) throw new FolderInUse(folder, process.pid);
  if (!create(file)) {
    const owner = Number(readFileSync(file, 'utf8'));
    // In a container a restarted process often gets the number of the one before it.
    if (owner !== process.pid && isAlive(owner)) throw new FolderInUse(folder, owner);
    rmSync(file);
    if (!create(file)) throw new FolderInUse(folder, Number(readFileSync(file, 'utf8')));
  }
  heldHere.add(absolute);
  return () => {
    if (heldHere.delete(absolute)) rmSync(file, { force: true });
  };
}

function create(file: string): boolean {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, under another account.
    return errorCode(error) === 'EPERM';
  }
}
