import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** An append-only file of JSON lines: what `append` has returned from survives `kill -9` (not a power cut). */
export interface JsonLinesFile {
  /** Throws once the file is closed. */
  append(record: object): void;
  /** Throws once the file is closed. */
  clear(): void;
  /** A second call does nothing. */
  close(): void;
}

/** Opens the file, hands each stored record to `replay` in order and cuts off a last line torn by a kill. */
export function openJsonLinesFile(path: string, replay: (record: unknown) => void): JsonLinesFile {
  mkdirSync(dirname(path), { recursive: true });
  const wholeBytes = replayWholeLines(path, replay);
  let descriptor: number | undefined = openSync(path, 'a');
  // A torn line was never answered for; left in place it would swallow the next record.
  ftruncateSync(descriptor, wholeBytes);
  // The system gives a closed file's number to whatever is opened next, a socket or a pipe to another process.
  const opened = (): number => {
    if (descriptor === undefined) throw new Error(`${path} is closed; nothing can be written to it.`);
    return descriptor;
  };
  return {
    append: (record) => writeAll(opened(), Buffer.from(`${JSON.stringify(record)}\n`, 'utf8')),
    clear: () => ftruncateSync(opened(), 0),
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function replayWholeLines(path: string, replay: (record: unknown) => void): number {
  if (!existsSync(path)) return 0;
  const bytes = readFileSync(path);
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    if (end === -1) return start;
    replay(parseLine(bytes.toString('utf8', start, end), path, line));
    start = end + 1;
  }
}

function parseLine(text: string, path: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(
      `${path}:${line} is not JSON; the file was edited or damaged. Move it away to start with empty books.`,
      { cause },
    );
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written);
  }
}
