import path from 'node:path';
import type { Command } from 'commander';
import { showOf } from '../command';
import { findConnection } from '../connection';
import { CliFailure, exitCodes } from '../failure';
import { parseMapping } from '../import/mapping';
import { nothingDone, progressFile, readProgress, type Progress } from '../import/progress';
import { showRows } from '../import/progress-bar';
import { runImport, type ImportPlan } from '../import/run-import';
import { connectRemote } from '../remote';
import type { Terminal } from '../terminal';
import { textFile, whole } from '../values';
import { dryRun, dryRunOptions, type DryRunFlags } from './dry-run';

interface ImportFlags extends DryRunFlags {
  readonly dryRun?: boolean;
  readonly backfill?: boolean;
  readonly restart?: boolean;
  readonly rejects?: string;
  readonly batchSize: number;
  readonly concurrency: number;
}

/** `tideline import FILE.csv --mapping map.yaml`. */
export function imports(program: Command, terminal: Terminal): void {
  dryRunOptions(program.command('import <file>'))
    .description('send the facts of a CSV table; run it again after an interruption and it goes on')
    .requiredOption('--mapping <yaml>', 'how columns become facts; see config/mappings')
    .option('--backfill', 'record the facts and crossings without treating anyone')
    .option('--restart', 'begin at the first row again; what the server has it takes as a duplicate')
    .option('--rejects <csv>', 'where rows that were not taken go (default: FILE.rejects.csv)')
    .option('--batch-size <n>', 'facts per request, at most 1000', whole(1, 1_000), 1_000)
    .option('--concurrency <n>', 'requests at once', whole(1, 16), 4)
    .action(async (file: string, flags: ImportFlags, command: Command) => {
      await textFile(terminal, file);
      if (flags.dryRun) return dryRun(terminal, command, { file, flags });
      const csv = path.resolve(terminal.folder, file);
      const text = await textFile(terminal, flags.mapping);
      const mapping = parseMapping(text, flags.mapping);
      const connection = await findConnection(terminal, command.optsWithGlobals());
      const backfill = flags.backfill ?? false;
      const progressAt = await progressFile(terminal.folder, {
        csv,
        mapping: text,
        url: connection.url,
        backfill,
      });
      const from = flags.restart ? nothingDone : await readProgress(progressAt);
      const rejectsFile = path.resolve(terminal.folder, flags.rejects ?? `${file}.rejects.csv`);
      if (from.rows > 0 && !from.done) terminal.note(`Going on after row ${from.rows}.`);
      const done = from.done
        ? from
        : await sendTable(terminal, {
            csv,
            mapping,
            remote: connectRemote(connection),
            backfill,
            batchSize: flags.batchSize,
            concurrency: flags.concurrency,
            rejectsFile,
            progressFile: progressAt,
            from,
          });
      showOf(command, terminal).line({ ...done }, summary(done, from.done));
      if (done.rejected > 0) {
        throw new CliFailure(
          `${done.rejected} rows were not taken: see ${rejectsFile}; its first column is the line in ${file}.`,
          exitCodes.rejects,
        );
      }
    });
}

async function sendTable(terminal: Terminal, plan: Omit<ImportPlan, 'report'>): Promise<Progress> {
  const rows = await showRows(terminal, plan.csv, 'sent');
  try {
    return await runImport({ ...plan, report: (progress) => rows.at(progress.rows) });
  } finally {
    rows.done();
  }
}

function summary(done: Progress, before: boolean): string {
  const counts = `${done.rows} rows: ${done.accepted} facts accepted, ${done.duplicates} known before, ${done.rejected} rows rejected`;
  return before ? `Imported before (${counts}); use --restart to send it again.` : `${counts}.`;
}
