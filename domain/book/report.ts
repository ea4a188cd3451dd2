import type { BookError, BookFile, BookPath } from './book-file';

/** What is said about one place. */
export interface Remark {
  readonly message: string;
  readonly hint?: string;
  readonly part?: 'key' | 'value';
  readonly offset?: number;
}

/** A file and a path inside it. */
export interface Place {
  readonly file: BookFile;
  readonly path: BookPath;
}

/** Collects every error and warning of a book, so that all are told at once. */
export interface Report {
  error(place: Place, remark: Remark): void;
  warn(place: Place, remark: Remark): void;
  readonly errors: BookError[];
  readonly warnings: BookError[];
}

/** An empty report. */
export function createReport(): Report {
  const errors: BookError[] = [];
  const warnings: BookError[] = [];
  return {
    errors,
    warnings,
    error: (place, remark) => void errors.push(located(place, remark)),
    warn: (place, remark) => void warnings.push(located(place, remark)),
  };
}

/** The place of something inside another. */
export function inside(place: Place, ...keys: readonly (string | number)[]): Place {
  return { file: place.file, path: [...place.path, ...keys] };
}

function located({ file, path }: Place, { message, hint, part, offset }: Remark): BookError {
  const { line, column } = file.positionOf(path, { part, offset });
  return {
    file: file.path,
    line,
    column,
    path: path.join('.'),
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}
