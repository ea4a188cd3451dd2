import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The binaries that `scripts/bootstrap.mjs` finds or fetches. */
export type BinaryName = 'temporalCli' | 'testServer';

/** Where a binary is and how it was found. */
export interface FoundBinary {
  readonly path: string;
  readonly source: string;
}

/** The manifest bootstrap writes, seen from the checkout's root. */
export const BINARIES_MANIFEST = path.join('.tideline', 'cache', 'binaries.json');

/** Reads bootstrap's manifest; a missing entry or file is refused with the command that mends it. */
export function findBinary(name: BinaryName, root = checkoutRoot()): FoundBinary {
  const file = path.join(root, BINARIES_MANIFEST);
  const found = readManifest(file)[name];
  if (!found || !existsSync(found.path)) {
    throw new BinaryMissingError(
      `${found ? found.path : name} is missing: run node scripts/bootstrap.mjs in ${root} and try again.`,
    );
  }
  return found;
}

/** The folder that holds package.json, whichever folder the process was started in. */
export function checkoutRoot(): string {
  return path.resolve(__dirname, '..', '..');
}

/** A binary that bootstrap should have provided is not there. */
export class BinaryMissingError extends Error {
  override name = 'BinaryMissingError';
}

function readManifest(file: string): Partial<Record<BinaryName, FoundBinary>> {
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<BinaryName, FoundBinary>>;
}
