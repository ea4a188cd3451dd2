import path from 'node:path';
import { Option, type Command } from 'commander';
import { dimensions, type Dimension } from '../../domain/words';
import { backtest, type Backtest } from '../../simulation/backtest/backtest';
import type { ScoredCase } from '../../simulation/backtest/scored-case';
import { backtestLines } from '../backtest/words';
import { readCases } from '../backtest/read-cases';
import { showOf } from '../command';
import { CliFailure } from '../failure';
import { checkMapping } from '../import/check-mapping';
import { parseMapping } from '../import/mapping';
import type { Terminal } from '../terminal';
import { textFile, whole } from '../values';
import { goodBook } from './books';

interface BacktestFlags {
  readonly mapping: string;
  readonly score: Dimension;
  readonly book?: string;
  readonly rounds: number;
  readonly seed: number;
}

/** `tideline backtest FILE.csv --mapping map.yaml --score churn`: how a score ranks what really came; no server needed. */
export function backtests(program: Command, terminal: Terminal): void {
  program
    .command('backtest <file>')
    .description('compare a score of the book with what really came, over a CSV table')
    .requiredOption('--mapping <yaml>', 'how columns become facts, and which says what came (outcome:)')
    .addOption(
      new Option('--score <dimension>', 'the score').choices([...dimensions]).makeOptionMandatory(true),
    )
    .option('--book <folder>', 'the book (default: the configured one)')
    .option('--rounds <n>', 'rounds of the bootstrap behind the intervals', whole(100, 10_000), 1_000)
    .option('--seed <n>', 'seed of the bootstrap', whole(0, 2_147_483_647), 1)
    .action(async (file: string, flags: BacktestFlags, command: Command) => {
      const show = showOf(command, terminal);
      const mapping = parseMapping(await textFile(terminal, flags.mapping), flags.mapping);
      await textFile(terminal, file);
      const { book } = await goodBook(terminal, flags.book, show);
      checkMapping(mapping, { book: book.book, file: flags.mapping });
      const { score: dimension, rounds, seed } = flags;
      const { cases, leftOut } = await readCases({
        csv: path.resolve(terminal.folder, file),
        mapping,
        mappingFile: flags.mapping,
        book: book.book,
        dimension,
      });
      const found = compared(file, cases, { rounds, seed });
      if (leftOut > 0) terminal.note(`${leftOut} rows say nothing and are left out.`);
      const title = mapping.outcome?.title ?? 'it came';
      show.line(
        { score: dimension, book: book.book.hash, leftOut, rounds, seed, ...found },
        backtestLines(found, title).join('\n'),
      );
    });
}

function compared(
  file: string,
  cases: readonly ScoredCase[],
  draws: { readonly rounds: number; readonly seed: number },
): Backtest {
  try {
    return backtest(cases, draws);
  } catch (error) {
    if (error instanceof RangeError)
      throw new CliFailure(`${file} cannot be used: ${error.message}. Check outcome in the mapping.`);
    throw error;
  }
}
