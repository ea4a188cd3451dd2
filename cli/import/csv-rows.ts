import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { CliFailure } from '../failure';
import type { CsvRow } from './row-facts';

/** One row with its number (the first below the heading is 1), or why it is none. */
export interface NumberedRow {
  readonly number: number;
  /** Where it begins in the file, the heading being line 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly row?: CsvRow;
  readonly fault?: string;
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** Streams a CSV file's rows after `skip` of them; throws when a wanted column is missing or the file is broken. */
export async function* csvRows(
  file: string,
  wanted: readonly string[],
  skip: number,
): AsyncGenerator<NumberedRow> {
  const parser = createReadStream(file).pipe(
    parse({ bom: true, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }),
  );
  let heading: readonly string[] | undefined;
  let number = 0;
  let countedTwice = 0;
  try {
    for await (const { record: cells, info } of parser as AsyncIterable<Parsed>) {
      const breaks = cells.flatMap((cell) => cell.match(/\r\n|\n|\r/g) ?? []);
      // The parser takes the two characters of such a break inside a cell for two lines.
      countedTwice += breaks.filter((one) => one === '\r\n').length;
      const line = info.lines - countedTwice - breaks.length;
      if (!heading) {
        heading = cells.map((name) => name.trim());
        checkHeading(file, heading, wanted);
        continue;
      }
      number += 1;
      if (number > skip) yield { line, ...numbered(number, heading, cells) };
    }
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CliFailure(`${file} cannot be read after row ${number}: ${why}`);
  }
}

/** The heading of a CSV file. */
export async function csvHeading(file: string): Promise<string[]> {
  const parser = createReadStream(file).pipe(parse({ bom: true, to: 1 }));
  for await (const cells of parser as AsyncIterable<string[]>) return cells.map((name) => name.trim());
  throw new CliFailure(`${file} is empty: its first line must name the columns.`);
}

function numbered(
  number: number,
  heading: readonly string[],
  cells: readonly string[],
): Omit<NumberedRow, 'line'> {
  if (cells.length !== heading.length) {
    return { number, cells, fault: `has ${cells.length} cells where the heading has ${heading.length}` };
  }
  return { number, cells, row: Object.fromEntries(heading.map((name, at) => [name, cells[at] ?? ''])) };
}

function checkHeading(file: string, heading: readonly string[], wanted: readonly string[]): void {
  const missing = wanted.filter((column) => !heading.includes(column));
  if (missing.length === 0) return;
  throw new CliFailure(`${file} has no column ${missing.join(', ')}; its columns are ${heading.join(', ')}.`);
}
