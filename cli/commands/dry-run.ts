import path from 'node:path';
import { Option, type Command } from 'commander';
import { parseDuration } from '../../domain/durations';
import { showOf } from '../command';
import { playTable } from '../dry-run/play-table';
import { tableReportLines } from '../dry-run/words';
import { checkMapping } from '../import/check-mapping';
import { parseMapping } from '../import/mapping';
import { showRows } from '../import/progress-bar';
import type { Terminal } from '../terminal';
import { durationOption, textFile } from '../values';
import { goodBook } from './books';

/** Flags of a dry run beside those of an import. */
export interface DryRunFlags {
  readonly mapping: string;
  readonly book?: string;
  readonly after: number;
  readonly approveAfter?: number;
  readonly tasksAfter?: number;
}

/** Adds the options of a dry run. */
export function dryRunOptions(command: Command): Command {
  return command
    .option(
      '--dry-run',
      'send nothing: play the table through a book in virtual time and say what comes of it',
    )
    .option('--book <folder>', 'the book of a dry run (default: the configured one)')
    .addOption(
      new Option('--after <duration>', 'how long a dry run goes on after the last fact of a customer')
        .argParser(durationOption)
        .default(parseDuration('30d'), '30d'),
    )
    .option('--approve-after <duration>', 'in a dry run people approve after this time', durationOption)
    .option('--tasks-after <duration>', 'in a dry run people do their tasks after this time', durationOption);
}

/** `tideline import FILE.csv --mapping map.yaml --dry-run`: which segments and treatments would result, and why. */
export async function dryRun(
  terminal: Terminal,
  command: Command,
  { file, flags }: { readonly file: string; readonly flags: DryRunFlags },
): Promise<void> {
  const show = showOf(command, terminal);
  const mapping = parseMapping(await textFile(terminal, flags.mapping), flags.mapping);
  const { book } = await goodBook(terminal, flags.book, show);
  checkMapping(mapping, { book: book.book, file: flags.mapping });
  const csv = path.resolve(terminal.folder, file);
  const rows = await showRows(terminal, csv, 'played');
  const report = await playTable({
    csv,
    mapping,
    book: book.book,
    afterMs: flags.after,
    approveAfterMs: flags.approveAfter,
    doTasksAfterMs: flags.tasksAfter,
    report: (played) => rows.at(played),
  });
  rows.done();
  if (report.rejected > 0)
    terminal.note(`${report.rejected} rows cannot be read; an import would write them to the rejects file.`);
  show.line({ book: book.book.hash, ...report }, tableReportLines(report).join('\n'));
}
