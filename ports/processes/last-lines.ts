import { existsSync, readFileSync } from 'node:fs';

/** The end of a log file, for a message that must explain itself. */
export function lastLinesOf(file: string, count = 8): string {
  if (!existsSync(file)) return '(no log)';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
