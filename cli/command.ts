import type { Command } from 'commander';
import { findConnection } from './connection';
import { connectRemote, type Json, type Remote } from './remote';
import { tableLines, type Column } from './table';
import type { Terminal } from './terminal';

/** What a command that asks the server is given. */
export interface Call {
  readonly remote: Remote;
  readonly show: Show;
}

/** Ways to show a result; with --json all print the answer as it came. */
export interface Show {
  readonly json: boolean;
  line(answer: Json, text: string): void;
  table(answer: Json, rows: unknown, columns: readonly Column<Json>[]): void;
  whole(answer: Json): void;
}

interface GlobalFlags {
  readonly url?: string;
  readonly token?: string;
  readonly json?: boolean;
}

/** Connects as the flags of this command and its parents say. */
export async function callOf(command: Command, terminal: Terminal): Promise<Call> {
  const flags = command.optsWithGlobals<GlobalFlags>();
  return { remote: connectRemote(await findConnection(terminal, flags)), show: showOf(command, terminal) };
}

/** How this command shows what it found. */
export function showOf(command: Command, terminal: Terminal): Show {
  const json = command.optsWithGlobals<GlobalFlags>().json ?? false;
  const print = (answer: Json, lines: () => readonly string[]): void => {
    for (const line of json ? [JSON.stringify(answer)] : lines()) terminal.out(line);
  };
  return {
    json,
    line: (answer, text) => print(answer, () => [text]),
    table: (answer, rows, columns) =>
      print(answer, () => [...tableLines(rowsOf(rows), columns), ...nextLine(answer)]),
    whole: (answer) => print(answer, () => [JSON.stringify(answer, null, 2)]),
  };
}

// Every list whose answer has a `next` takes --cursor (cli/paging.ts).
function nextLine({ next }: Json): string[] {
  return typeof next === 'string' ? [`more: --cursor ${next}`] : [];
}

function rowsOf(rows: unknown): Json[] {
  return Array.isArray(rows) ? (rows as Json[]) : [];
}
