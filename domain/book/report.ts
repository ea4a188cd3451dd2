import type { BookError, BookFile, BookPath } from './book-file';
import { within } from './mend';

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

/** Collects every error and warning of a book, so that all are told at once, and each once. */
export interface Report {
  error(place: Place, remark: Remark): void;
  warn(place: Place, remark: Remark): void;
  /** Says that a key stands in the file under a wrong name. */
  alias(parent: Place, meant: string, written: string): void;
  /** Says that a place was told already: what is found there afterwards comes from the same mistake. */
  hole(place: Place): void;
  /** Whether this place could not be read, or what it is in. */
  lost(place: Place): boolean;
  /** As `lost`, or something below it. */
  holed(place: Place): boolean;
  readonly errors: BookError[];
  readonly warnings: BookError[];
}

/** An empty report. */
export function createReport(): Report {
  const errors: BookError[] = [];
  const warnings: BookError[] = [];
  const aliases: { readonly parent: Place; readonly meant: string; readonly written: string }[] = [];
  const holes: Place[] = [];
  const asWritten = ({ file, path }: Place): Place => {
    const written = path.map((key, index) => {
      const found = aliases.find(
        ({ parent, meant }) =>
          parent.file === file && meant === key && parent.path.length === index && within(path, parent.path),
      );
      return found?.written ?? key;
    });
    return { file, path: written };
  };
  const inHole = ({ file, path }: Place): boolean =>
    holes.some((hole) => hole.file === file && within(path, hole.path));
  const known = (error: BookError): boolean =>
    errors.some(
      ({ file, line, column, message }) =>
        file === error.file && line === error.line && column === error.column && message === error.message,
    );
  return {
    errors,
    warnings,
    alias: (parent, meant, written) => void aliases.push({ parent, meant, written }),
    hole: (place) => void holes.push(place),
    lost: inHole,
    holed: ({ file, path }) =>
      holes.some((hole) => hole.file === file && (within(hole.path, path) || within(path, hole.path))),
    error(place, remark) {
      if (inHole(place)) return;
      const error = located(asWritten(place), remark);
      if (!known(error)) errors.push(error);
    },
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
    message: named(path.at(-1), message),
    ...(hint === undefined ? {} : { hint }),
  };
}

// What is missing has no place of its own: the line is that of what it is missing in.
function named(key: string | number | undefined, message: string): string {
  return message === 'is missing' && typeof key === 'string' ? `${key} is missing` : message;
}
