import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What bootstrap downloads; git-ignored, kept between runs, safe to delete. */
export const cacheFolder = path.join(root, '.tideline', 'cache');

/** Where the TypeScript side reads which binaries were taken (ports/processes/find-binaries.ts). */
export const manifestFile = path.join(cacheFolder, 'binaries.json');
