import type { BookFile } from './book-file';
import { parsePart } from './parse-part';
import type { Place, Report } from './report';
import type { z } from 'zod';

/** A parsed definition with where it stands. */
export interface Definition<T> {
  readonly id: string;
  readonly source: T;
  readonly place: Place;
}

/** Parses one definition a file and reports ids that are there twice. */
export function parseDefinitions<T extends object>(
  files: readonly BookFile[],
  schema: z.ZodType<T>,
  idKey: string & keyof T,
  report: Report,
): Definition<T>[] {
  const seen = new Map<string, string>();
  return files.flatMap((file) => {
    const place: Place = { file, path: [] };
    const source = parsePart(schema, file.tree, place, report);
    if (source === undefined) return [];
    const id = String(source[idKey]);
    const before = seen.get(id);
    if (before !== undefined) {
      report.error(
        { file, path: [idKey] },
        { message: `the ${idKey} "${id}" is defined in ${before} already` },
      );
    }
    seen.set(id, file.path);
    return [{ id, source, place }];
  });
}

/** Ids as written, also of definitions with faults, so that one fault does not make every mention of them another. */
export function writtenIds(files: readonly BookFile[], idKey: string): string[] {
  return files.flatMap(({ tree }) => {
    if (typeof tree !== 'object' || tree === null || !Object.hasOwn(tree, idKey)) return [];
    const id = (tree as Record<string, unknown>)[idKey];
    return typeof id === 'string' ? [id] : [];
  });
}
