/** The world around a command; tests give their own. */
export interface Terminal {
  /** Absent = this process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Folder that relative paths count from. */
  readonly folder: string;
  /** Writes one line of result. */
  out(line: string): void;
  /** Writes one line of progress or failure. */
  note(line: string): void;
  /** Where a progress bar may be drawn; absent = nobody watches. */
  readonly screen?: NodeJS.WritableStream;
  /** Asks whoever sits here; absent = nobody does. */
  ask?(question: string): Promise<boolean>;
}
