import { execFileSync } from 'node:child_process';

/** What the independent script finds in a table. */
export interface IndependentCount {
  /** Entries in the first month. */
  readonly first: number;
  /** Entries and exits over the five transitions that follow. */
  readonly entries: number;
  readonly exits: number;
  readonly crossings: number;
  /** Customers that cross twice or more in those five transitions. */
  readonly twice: number;
  readonly perCustomer: Readonly<Record<string, string>>;
}

/** Runs the script, which shares no code with the project, in a process of its own. */
export function independentCount(table: string): IndependentCount {
  const script = require.resolve('./independent-count.mjs');
  const text = execFileSync(process.execPath, [script, table], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(text) as IndependentCount;
}
