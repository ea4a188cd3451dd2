import { runCli } from '../../cli/run';
import type { Terminal } from '../../cli/terminal';

/** The command line without a process around it. */
export interface SpokenCli {
  /** Runs one command and gives its exit code; what was printed before is forgotten. */
  run(...words: string[]): Promise<number>;
  /** Runs one command of which JSON is expected. */
  json(...words: string[]): Promise<Record<string, unknown>>;
  /** What the last command printed, and what it said beside it. */
  readonly out: string;
  readonly notes: string;
}

/** Speaks to it in the root folder, with no environment, unless said otherwise. */
export function spokenCli(terminal: () => Partial<Terminal> = () => ({})): SpokenCli {
  let out = '';
  let notes = '';
  const run = (...words: string[]): Promise<number> => {
    out = notes = '';
    return runCli(words, {
      environment: {},
      folder: '/',
      out: (line) => (out += `${line}\n`),
      note: (line) => (notes += `${line}\n`),
      ...terminal(),
    });
  };
  return {
    run,
    json: async (...words) => {
      const code = await run('--json', ...words);
      if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${notes}`);
      return JSON.parse(out) as Record<string, unknown>;
    },
    get out() {
      return out;
    },
    get notes() {
      return notes;
    },
  };
}
