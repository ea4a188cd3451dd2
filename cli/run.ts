import { Command, CommanderError } from 'commander';
import { backtests } from './commands/backtests';
import { blocklist } from './commands/blocklist';
import { bookDiff } from './commands/book-diff';
import { bookSchemas } from './commands/book-schemas';
import { books } from './commands/books';
import { customers } from './commands/customers';
import { diagrams } from './commands/diagrams';
import { imports } from './commands/imports';
import { operations } from './commands/operations';
import { people } from './commands/people';
import { productIssues } from './commands/product-issues';
import { retention } from './commands/retention';
import { segments } from './commands/segments';
import { publications } from './commands/publications';
import { simulations } from './commands/simulations';
import { treatments } from './commands/treatments';
import { unresolved } from './commands/unresolved';
import { waysIn } from './commands/ways-in';
import { whatIfs } from './commands/what-ifs';
import { CliFailure, exitCodes } from './failure';
import type { Terminal } from './terminal';

/** Runs one command line and gives the exit code. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await programFor(terminal).parseAsync([...words], { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (error instanceof CliFailure || isSettingsFault(error)) {
      terminal.note(error.message);
      return error instanceof CliFailure ? error.exitCode : exitCodes.usage;
    }
    throw error;
  }
}

function programFor(terminal: Terminal): Command {
  const program = new Command('tideline')
    .description('Treatments for customers who cross segment boundaries.')
    .option('--url <url>', 'the server (default: TIDELINE_URL, else the local one)')
    .option('--token <token>', 'the bearer token (default: TIDELINE_TOKEN, else the local one)')
    .option('--json', 'print answers as JSON, one line each');
  const book = program.command('book').description('the definitions of the workspace');
  for (const add of [books, publications, bookDiff, bookSchemas]) add(book, terminal);
  for (const add of [
    waysIn,
    customers,
    unresolved,
    treatments,
    people,
    retention,
    productIssues,
    blocklist,
    operations,
    segments,
    simulations,
    backtests,
    diagrams,
    imports,
    whatIfs,
  ]) {
    add(program, terminal);
  }
  for (const command of allCommands(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
  }
  return program;
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

function isSettingsFault(error: unknown): error is Error {
  return error instanceof Error && error.name === 'InvalidSettings';
}
