import type { Command } from 'commander';
import type { Coverage, Count } from '../../simulation/covered/coverage';
import { coverageOf } from '../../simulation/covered/coverage';
import type { Seen } from '../../simulation/covered/seen';
import { dayTables, renderDayTables, type DayTable } from '../../simulation/day-diff';
import { runPolicyTest } from '../../simulation/policy-tests';
import { showOf } from '../command';
import { CliFailure } from '../failure';
import { tableLines } from '../table';
import type { Terminal } from '../terminal';
import { goodBook } from './books';

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
    .command('test [folder]')
    .description("play the book's policy tests in virtual time")
    .option('--coverage', 'show which steps, branches and segments of the book the tests go through')
    .action(async (folder: string | undefined, flags: { coverage?: boolean }, command: Command) => {
      const show = showOf(command, terminal);
      const { book } = await goodBook(terminal, folder, show);
      const seen: Seen = new Set();
      const results = book.tests.map((test): Played => {
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
