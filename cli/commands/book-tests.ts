import { existsSync } from 'node:fs';
import path from 'node:path';
import { Option, type Command } from 'commander';
import type { PolicyTest } from '../../domain/policy-test';
import type { Coverage, Count } from '../../simulation/covered/coverage';
import { coverageOf } from '../../simulation/covered/coverage';
import type { Seen } from '../../simulation/covered/seen';
import { dayTables, renderDayTables, type DayTable } from '../../simulation/day-diff';
import { runPolicyTest } from '../../simulation/policy-tests';
import { showOf } from '../command';
import { CliFailure, exitCodes } from '../failure';
import { tableLines } from '../table';
import type { Terminal } from '../terminal';
import { goodBook, playbookOf } from './books';

type GoodBook = Awaited<ReturnType<typeof goodBook>>['book'];

interface TestFlags {
  readonly coverage?: boolean;
  readonly playbook?: string;
}

interface Played {
  readonly name: string;
  readonly passed: boolean;
  readonly faults: readonly string[];
  /** Of a test that fails: what was expected beside what happened. */
  readonly days: readonly DayTable[];
}

/** `tideline book test`: policy tests in virtual time, no server needed. */
export function bookTests(group: Command, terminal: Terminal): void {
  group
    .command('test')
    .argument('[folder]', 'folder of the book (default: the configured one)')
    .description("play the book's policy tests in virtual time")
    .addOption(new Option('--playbook <id>', 'only the tests of this playbook').conflicts('coverage'))
    .option('--coverage', 'show which steps, branches and segments of the book the tests go through')
    .action(async (folder: string | undefined, flags: TestFlags, command: Command) => {
      refuseOtherThanFolder(terminal, folder);
      const show = showOf(command, terminal);
      const { book } = await goodBook(terminal, folder, show);
      const seen: Seen = new Set();
      const results = testsOf(book, flags.playbook).map((test): Played => {
        const { name, passed, faults, timeline } = runPolicyTest(book.book, test, { seen });
        return { name, passed, faults, days: passed ? [] : dayTables(test, timeline) };
      });
      const failed = results.filter(({ passed }) => !passed);
      const coverage = flags.coverage ? coverageOf(book.book, seen) : undefined;
      show.line(
        { ok: failed.length === 0, results, ...(coverage && { coverage }) },
        [
          ...results.flatMap(linesOf),
          `${results.length - failed.length} of ${results.length} pass.`,
          ...(coverage ? ['', ...coverageLines(coverage)] : []),
        ].join('\n'),
      );
      if (failed.length > 0) throw new CliFailure(`${failed.length} of ${results.length} policy tests fail.`);
    });
}

// A playbook's id is taken for a folder easily: `simulate` has one at the same place.
function refuseOtherThanFolder(terminal: Terminal, folder: string | undefined): void {
  if (folder === undefined || folder.includes('/') || existsSync(path.resolve(terminal.folder, folder)))
    return;
  throw new CliFailure(
    `There is no folder ${folder}, and \`tideline book test\` takes the folder of a book. The tests of one playbook: \`tideline book test --playbook ${folder}\`.`,
    exitCodes.usage,
  );
}

function testsOf({ book, tests }: GoodBook, playbook: string | undefined): readonly PolicyTest[] {
  if (playbook === undefined) return tests;
  playbookOf(book, playbook);
  return tests.filter((test) => test.playbook === playbook);
}

function linesOf({ name, passed, faults, days }: Played): string[] {
  return [
    `${passed ? 'pass' : 'FAIL'}  ${name}`,
    ...[...faults, ...renderDayTables(days)].map((line) => `      ${line}`),
  ];
}

function coverageLines({ playbooks, segments, complete }: Coverage): string[] {
  const table = tableLines(playbooks, [
    { heading: 'Playbook', show: ({ playbook }) => playbook },
    { heading: 'Steps', show: ({ steps }) => share(steps) },
    { heading: 'Branches', show: ({ branches }) => share(branches) },
  ]);
  const missing = [
    ...playbooks.flatMap(({ playbook, missing: own }) => own.map((words) => `  ${playbook}: ${words}`)),
    ...segments.missing.map((words) => `  ${words}`),
  ];
  return [
    ...table,
    `Segments entered ${share(segments.entered)}, left ${share(segments.left)}.`,
    ...(complete ? ['The tests go through all of it.'] : ['No test goes through:', ...missing]),
  ];
}

function share({ covered, all }: Count): string {
  return `${covered} of ${all}`;
}
