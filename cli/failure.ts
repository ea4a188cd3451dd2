/** What the process's exit code says. */
export const exitCodes = { done: 0, failed: 1, usage: 2, stormBreaker: 3, rejects: 4 } as const;

/** Ends a command with one clear sentence. */
export class CliFailure extends Error {
  constructor(
    message: string,
    readonly exitCode: number = exitCodes.failed,
  ) {
    super(message);
    this.name = 'CliFailure';
  }
}
