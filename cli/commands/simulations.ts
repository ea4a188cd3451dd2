import { Option, type Command } from 'commander';
import { parseDuration } from '../../domain/durations';
import type { PolicyTest, TestSignal } from '../../domain/policy-test';
import type { CompiledBook } from '../../domain/compiled-book';
import { playByFacts, starts } from '../../simulation/play-by-facts';
import { simulate, type Simulation } from '../../simulation/simulate';
import { renderTimeline, type Timeline } from '../../simulation/timeline';
import { showOf } from '../command';
import { CliFailure, exitCodes } from '../failure';
import type { Terminal } from '../terminal';
import { durationOption, pair, pairs, repeated, typedValue } from '../values';
import { goodBook, playbookOf } from './books';

interface SimulateFlags {
  readonly book?: string;
  readonly scenario?: string;
  readonly list?: boolean;
  readonly customer?: readonly string[];
  readonly signal?: readonly string[];
  readonly decline?: readonly string[];
  readonly until: number;
  readonly start?: string;
  readonly startNow?: boolean;
  readonly approveAfter?: number;
  readonly tasksAfter?: number;
}

type Given = PolicyTest['given'];

/** `tideline simulate PLAYBOOK`: the same machine in virtual time, no server needed. */
export function simulations(program: Command, terminal: Terminal): void {
  program
    .command('simulate <playbook>')
    .description('play a treatment in virtual time and print it day by day')
    .option('--book <folder>', 'the book (default: the configured one)')
    .option(
      '--scenario <words>',
      'a test of the book whose name has these words (default: its first in which the play starts)',
    )
    .option('--list', 'list the scenarios for this play')
    .option('--customer <name=value>', 'an attribute of the customer; repeatable', repeated)
    .option(
      '--signal <name=value@time>',
      'a fact, e.g. usage_change_30d=-0.4@2d; repeatable; then no scenario is used',
      repeated,
    )
    .option('--decline <code>', 'how the next charge is declined; repeatable', repeated)
    .addOption(
      new Option('--until <duration>', 'how long to play without a scenario')
        .argParser(durationOption)
        .default(parseDuration('90d'), '90d'),
    )
    .option('--start-now', 'start the play at once instead of when the given facts cross')
    .option('--start <instant>', 'when it begins (default: a Monday, 10:00 UTC)')
    .option(
      '--approve-after <duration>',
      'people approve after this time (default: nobody decides)',
      durationOption,
    )
    .option(
      '--tasks-after <duration>',
      'people do their tasks after this time (default: nobody does)',
      durationOption,
    )
    .action(async (playbook: string, flags: SimulateFlags, command: Command) => {
      const show = showOf(command, terminal);
      const { book } = await goodBook(terminal, flags.book, show);
      playbookOf(book.book, playbook);
      const scenarios = book.tests.filter((test) => test.playbook === playbook);
      if (flags.list) {
        const names = scenarios.map(({ name }) => name);
        show.line({ scenarios: names }, names.join('\n'));
        return;
      }
      const own = flags.signal ?? flags.customer ?? flags.decline;
      const scenario = own ? undefined : scenarioFor(book.book, scenarios, flags.scenario);
      if (scenario) terminal.note(noteOf(scenario, scenarios));
      const simulation: Simulation = {
        book: book.book,
        given: scenario?.given ?? givenBy(flags),
        people: { approveAfterMs: flags.approveAfter, doTasksAfterMs: flags.tasksAfter },
        ...(flags.start === undefined ? {} : { startedAt: instantOf(flags.start) }),
      };
      const { timeline, byHand } = played(simulation, playbook, { scenario, startNow: flags.startNow });
      if (byHand !== undefined) terminal.note(byHand);
      show.line({ ...timeline }, renderTimeline(timeline));
    });
}

function noteOf(scenario: PolicyTest, scenarios: readonly PolicyTest[]): string {
  const place = `${scenarios.indexOf(scenario) + 1} of ${scenarios.length}`;
  return `Scenario: ${scenario.name} (${place}; --list shows all)`;
}

function played(
  simulation: Simulation,
  playbook: string,
  { scenario, startNow = false }: { readonly scenario?: PolicyTest; readonly startNow?: boolean },
): { timeline: Timeline; byHand?: string } {
  if (startNow) return { timeline: simulate({ ...simulation, playbook }) };
  // A scenario is played as it is written, also where its point is that nothing starts.
  return scenario ? { timeline: simulate(simulation) } : playByFacts({ ...simulation, playbook });
}

function scenarioFor(
  book: CompiledBook,
  scenarios: readonly PolicyTest[],
  words: string | undefined,
): PolicyTest | undefined {
  if (words === undefined) {
    const shows = ({ given, playbook = '' }: PolicyTest) => starts(simulate({ book, given }), playbook);
    return scenarios.find(shows) ?? scenarios[0];
  }
  const found = scenarios.find(({ name }) => name.toLowerCase().includes(words.toLowerCase()));
  if (found) return found;
  throw new CliFailure(`No scenario has the words "${words}": see --list.`, exitCodes.usage);
}

function givenBy(flags: SimulateFlags): Given {
  return {
    customer: pairs(flags.customer, '--customer') ?? {},
    signals: (flags.signal ?? []).map(signalOf),
    crossings: [],
    controls: [],
    answers: [],
    tasks: [],
    payments: { declines: flags.decline ?? [], thenSucceed: true },
    untilMs: flags.until,
  };
}

function signalOf(text: string): TestSignal {
  const [name, rest] = pair(text, '--signal');
  const at = rest.lastIndexOf('@');
  const value = typedValue(at < 0 ? rest : rest.slice(0, at));
  return { name, value, atMs: at < 0 ? 0 : durationOption(rest.slice(at + 1)) };
}

function instantOf(text: string): string {
  if (Number.isFinite(Date.parse(text))) return new Date(text).toISOString();
  throw new CliFailure(`--start "${text}" is not an instant such as 2026-03-02T10:00:00Z.`, exitCodes.usage);
}
