import type { Command } from 'commander';
import { whole } from './values';

/** The options of a list that comes page by page. */
export interface PageFlags {
  readonly limit: number;
  readonly cursor?: string;
}

/** Adds them to a command. */
export function paged(command: Command, limit = 100): Command {
  return command
    .option('--limit <n>', 'how many', whole(1, 1_000), limit)
    .option('--cursor <cursor>', '`next` of the page before');
}

/** The query of flags with a page. */
export function pageQuery<T extends PageFlags>(flags: T): Omit<T, 'limit'> & { readonly limit: string } {
  return { ...flags, limit: String(flags.limit) };
}
