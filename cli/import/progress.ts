import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const progress = z.object({
  /** Rows below the heading whose facts the server has. */
  rows: z.number(),
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  passedOver: z.number(),
  /** Length of the rejects file at this point: what a killed run wrote beyond it is cut off. */
  rejectBytes: z.number(),
  done: z.boolean(),
});

/** How far an import has come. */
export type Progress = z.output<typeof progress>;

/** Before the first row. */
export const nothingDone: Progress = {
  rows: 0,
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  passedOver: 0,
  rejectBytes: 0,
  done: false,
};

/** Where an import's progress is kept: the same file, mapping, server and mode find it again. */
export async function progressFile(
  folder: string,
  parts: { readonly csv: string; readonly mapping: string; readonly url: string; readonly backfill: boolean },
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([parts.mapping, parts.url, parts.backfill]));
  for await (const chunk of createReadStream(parts.csv)) hash.update(chunk as Buffer);
  return path.join(folder, '.tideline', 'imports', `${hash.digest('hex').slice(0, 16)}.json`);
}

/** Reads progress; a file that is not there or not whole means the beginning, which costs duplicates and no more. */
export async function readProgress(file: string): Promise<Progress> {
  try {
    return progress.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Every fact carries its own id, so starting again is safe.
    return nothingDone;
  }
}

/** Replaces progress in one step, so that a kill leaves the old or the new. */
export async function writeProgress(file: string, value: Progress): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const fresh = `${file}.new`;
  await writeFile(fresh, JSON.stringify(value));
  await rename(fresh, file);
}
