import type { Path } from '../expressions/path';

/** Where a key stands in the tree of a file, e.g. ['steps', 2, 'message', 'template']. */
export type BookPath = readonly (string | number)[];

/** A place in a file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A variable that a template reads from outside, with the file of the template's part. */
export interface TemplateRead extends Position {
  readonly file: string;
  readonly path: Path;
  /** Of a loop's variable: the list the loop goes over. */
  readonly over?: Path;
}

/** One YAML document, or one template, of the book's folder as plain data that still knows its places. */
export interface BookFile {
  /** Inside the book's folder, with forward slashes: 'segments/churn.yaml'. */
  readonly path: string;
  readonly tree: unknown;
  /** The nearest known place; `offset` counts characters inside a text. */
  positionOf(path: BookPath, at?: { readonly part?: 'key' | 'value'; readonly offset?: number }): Position;
  /** Of templates. */
  readonly reads?: readonly TemplateRead[];
  /** What was wrong with the text itself; a file with faults is reported and not looked into. */
  readonly faults: readonly (Position & { readonly message: string; readonly hint?: string })[];
}

/** Something to mend in the book, with its place. */
export interface BookError extends Position {
  readonly file: string;
  /** Dotted path of the key, e.g. 'steps.2.message.template'. */
  readonly path: string;
  readonly message: string;
  /** What to write instead, where it is known. */
  readonly hint?: string;
}
