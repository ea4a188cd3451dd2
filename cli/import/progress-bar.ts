import { createReadStream } from 'node:fs';
import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from '../terminal';

const linesNoted = 2_000;

/** Shows how far a table has come. */
export interface RowProgress {
  /** Rows through so far. */
  at(rows: number): void;
  done(): void;
}

/** A bar where somebody watches, else a line now and then. `done` says what happens to rows, e.g. "sent". */
export async function showRows(terminal: Terminal, csv: string, done: string): Promise<RowProgress> {
  return terminal.screen ? barOn(terminal.screen, await rowsIn(csv), done) : linesTo(terminal, done);
}

function barOn(stream: NodeJS.WritableStream, total: number, done: string): RowProgress {
  const format = `{bar} {percentage} %  {value} of {total} rows ${done}  {duration_formatted}, {eta_formatted} to go`;
  const bar = new SingleBar({ stream, format, clearOnComplete: true }, Presets.shades_classic);
  bar.start(total, 0);
  return { at: (rows) => bar.update(rows), done: () => bar.stop() };
}

function linesTo(terminal: Terminal, done: string): RowProgress {
  let noted = 0;
  return {
    at: (rows) => {
      if (rows - noted < linesNoted) return;
      noted = rows;
      terminal.note(`${rows} rows ${done}`);
    },
    done: () => undefined,
  };
}

// Line breaks inside cells count too: a bar may run a little short, never over.
async function rowsIn(csv: string): Promise<number> {
  let breaks = 0;
  for await (const chunk of createReadStream(csv)) {
    for (const byte of chunk as Buffer) if (byte === 0x0a) breaks += 1;
  }
  return breaks;
}
