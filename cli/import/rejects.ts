import { open, type FileHandle } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';

/** A row that was not taken, with the reason. */
export interface RejectedRow {
  readonly number: number;
  readonly line: number;
  readonly field: string;
  readonly reason: string;
  readonly cells: readonly string[];
}

/** The rejects file of one run. */
export interface Rejects {
  /** Appends rows and gives the file's new length in bytes. */
  add(rows: readonly RejectedRow[]): Promise<number>;
  close(): Promise<void>;
}

/** Opens the rejects file, cut back to `keepBytes`; it is made when the first row is rejected. */
export function openRejects(file: string, heading: readonly string[], keepBytes: number): Rejects {
  let handle: FileHandle | undefined;
  let length = keepBytes;
  const opened = async (): Promise<FileHandle> => {
    if (handle) return handle;
    handle = await open(file, keepBytes > 0 ? 'r+' : 'w');
    await handle.truncate(keepBytes);
    if (keepBytes === 0) await append(handle, stringify([['line', 'field', 'reason', ...heading]]));
    return handle;
  };
  const append = async (to: FileHandle, text: string): Promise<void> => {
    length += (await to.write(text, length)).bytesWritten;
  };
  return {
    add: async (rows) => {
      if (rows.length === 0) return length;
      await append(
        await opened(),
        stringify(rows.map((row) => [row.line, row.field, row.reason, ...row.cells])),
      );
      return length;
    },
    close: async () => handle?.close(),
  };
}
