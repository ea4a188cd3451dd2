import { Option, type Command } from 'commander';
import type { CompiledBook } from '../../domain/compiled-book';
import { parseDuration } from '../../domain/durations';
import type { PolicyTest } from '../../domain/policy-test';
import { randomStreams } from '../../simulation/monte-carlo/streams';
import { drawBehaviour } from '../../simulation/responses/draw-behaviour';
import type { GivenCustomer, Responses } from '../../simulation/responses/responses';
import { renderTimeline, writtenOut } from '../../simulation/timeline';
import { showOf, type Show } from '../command';
import { CliFailure, exitCodes } from '../failure';
import { responsesFile } from '../simulate/files';
import { customerOf, instantOf, repeatedSignal, type CustomerFlags } from '../simulate/given';
import { customerFor, showMany } from '../simulate/many-runs';
import { noteOf, playOnce, scenarioFor } from '../simulate/one-run';
import { nothingToShow } from '../table';
import type { Terminal } from '../terminal';
import { durationOption, repeated, whole } from '../values';
import { goodBook, playbookOf } from './books';

interface SimulateFlags extends CustomerFlags {
  readonly book?: string;
  readonly scenario?: string;
  readonly list?: boolean;
  readonly responses?: string;
  readonly runs?: number;
  readonly seed: number;
  readonly decline?: readonly string[];
  readonly until?: number;
  readonly start?: string;
  readonly startNow?: boolean;
  readonly approveAfter?: number;
  readonly tasksAfter?: number;
}

const usualUntil = '90d';

/** `tideline simulate PLAYBOOK`: the same machine in virtual time, no server needed. */
export function simulations(program: Command, terminal: Terminal): void {
  const command = program
    .command('simulate <playbook>')
    .description('play a treatment in virtual time and print it day by day, or many times and sum it up')
    .option('--book <folder>', 'the book (default: the configured one)');
  addFacts(command);
  addResponses(command);
  command.action(async (playbook: string, flags: SimulateFlags, own: Command) => {
    const show = showOf(own, terminal);
    const { book } = await goodBook(terminal, flags.book, show);
    playbookOf(book.book, playbook);
    const scenarios = book.tests.filter((test) => test.playbook === playbook);
    if (flags.list) {
      const names = scenarios.map(({ name }) => name);
      return show.line({ scenarios: names }, names.length === 0 ? nothingToShow : names.join('\n'));
    }
    if (flags.runs !== undefined && flags.responses === undefined)
      throw new CliFailure(
        `--runs needs --responses FILE: how people and the customer respond, such as config/responses/${playbook}.yaml.`,
        exitCodes.usage,
      );
    const given = await customerOf(terminal, flags, book.book);
    const asked = { playbook, flags, book: book.book, given };
    if (flags.responses === undefined) return showScripted(terminal, show, { ...asked, scenarios });
    const responses = await responsesFile(terminal, flags.responses, { book: book.book, playbook });
    showResponses(terminal, show, { ...asked, responses, file: flags.responses });
  });
}

function addFacts(command: Command): void {
  command
    .option(
      '--scenario <words>',
      'a test of the book whose name has these words (default: its first in which the play starts)',
    )
    .option('--list', 'list the scenarios for this play')
    .option(
      '--customer <file or name=value>',
      'a YAML file with customer, signals and crossings, or an attribute; repeatable',
      repeated,
    )
    .option(
      '--signal <name=value@time>',
      'a fact, e.g. usage_change_30d=-0.4@2d; repeatable; then no scenario is used',
      repeatedSignal,
    )
    .addOption(
      new Option('--until <duration>', `how long, without a scenario (default: ${usualUntil})`).argParser(
        durationOption,
      ),
    )
    .option('--start-now', 'start the play at once instead of when the given facts cross')
    .option('--start <instant>', 'when it begins (default: a Monday, 10:00 UTC)');
}

function addResponses(command: Command): void {
  command
    .option('--responses <file>', 'a YAML file of how people, payments and the customer respond')
    .option(
      '--runs <number>',
      'play so often, with other draws each time, and sum up; needs --responses',
      whole(1, 1_000_000),
    )
    .addOption(
      new Option('--seed <number>', 'what is drawn; the same seed gives the same runs')
        .argParser(whole(0, 2_147_483_647))
        .default(1),
    )
    .option('--decline <code>', 'how the next charge is declined; repeatable', repeated)
    .option(
      '--approve-after <duration>',
      'people approve after this time (default: nobody decides)',
      durationOption,
    )
    .option(
      '--tasks-after <duration>',
      'people do their tasks after this time (default: nobody does)',
      durationOption,
    );
}

interface Asked {
  readonly playbook: string;
  readonly flags: SimulateFlags;
  readonly book: CompiledBook;
  readonly given?: GivenCustomer;
}

function showScripted(
  terminal: Terminal,
  show: Show,
  { playbook, flags, book, given, scenarios }: Asked & { readonly scenarios: readonly PolicyTest[] },
): void {
  const own = given ?? flags.decline;
  const scenario = own ? undefined : scenarioFor(book, scenarios, flags.scenario);
  if (scenario) terminal.note(noteOf(scenario, scenarios));
  const simulation = {
    book,
    given: scenario?.given ?? givenOf(given, flags),
    people: { approveAfterMs: flags.approveAfter, doTasksAfterMs: flags.tasksAfter },
    ...startOf(flags),
  };
  const { timeline, byHand } = playOnce(simulation, playbook, { scenario, startNow: flags.startNow });
  if (byHand !== undefined) terminal.note(byHand);
  show.line(writtenOut(timeline), renderTimeline(timeline));
}

function showResponses(
  terminal: Terminal,
  show: Show,
  {
    playbook,
    flags,
    book,
    given,
    responses,
    file,
  }: Asked & { readonly responses: Responses; readonly file: string },
): void {
  const customer = customerFor(responses, given, file);
  const { runs, seed, startNow } = flags;
  const { untilMs } = givenOf(customer, flags);
  if (runs !== undefined)
    return showMany(show, { book, responses, customer, untilMs, runs, seed, ...startOf(flags) });
  const simulation = {
    book,
    given: givenOf(customer, flags),
    // The first of the runs that the same seed gives.
    behaviour: drawBehaviour(responses, randomStreams(seed)()),
    ...startOf(flags),
  };
  const { timeline, byHand } = playOnce(simulation, playbook, { startNow });
  if (byHand !== undefined) terminal.note(byHand);
  show.line(writtenOut(timeline), renderTimeline(timeline));
}

function givenOf(given: GivenCustomer | undefined, flags: SimulateFlags): PolicyTest['given'] {
  return {
    customer: given?.customer ?? {},
    consents: given?.consents,
    signals: given?.signals ?? [],
    crossings: given?.crossings ?? [],
    controls: [],
    answers: [],
    tasks: [],
    payments: { declines: flags.decline ?? [], thenSucceed: true },
    untilMs: flags.until ?? given?.untilMs ?? parseDuration(usualUntil),
  };
}

function startOf({ start }: SimulateFlags): { startedAt?: string } {
  return start === undefined ? {} : { startedAt: instantOf(start) };
}
