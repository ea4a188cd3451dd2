import type { CompiledBook } from '../../domain/compiled-book';
import { runMany } from '../../simulation/monte-carlo/run-many';
import { summaryOf } from '../../simulation/monte-carlo/summary';
import type { GivenCustomer, Responses } from '../../simulation/responses/responses';
import type { Show } from '../command';
import { CliFailure, exitCodes } from '../failure';
import { summaryLines } from './summary-lines';

/** The customer that responses are about: the one of the options, else the file's own. */
export function customerFor(
  responses: Responses,
  given: GivenCustomer | undefined,
  file: string,
): GivenCustomer {
  const customer = given ?? responses.given;
  if (customer) return customer;
  throw new CliFailure(
    `${file} names no customer: add given: to it, or give --customer FILE or --signal NAME=VALUE.`,
    exitCodes.usage,
  );
}

/** Plays one customer many times and shows what it came to. */
export function showMany(
  show: Show,
  many: {
    readonly book: CompiledBook;
    readonly responses: Responses;
    readonly customer: GivenCustomer;
    readonly untilMs: number;
    readonly runs: number;
    readonly seed: number;
    readonly startedAt?: string;
  },
): void {
  const { responses, seed } = many;
  const summary = summaryOf(runMany(many));
  const { playbook, note, costs } = responses;
  show.line(
    { playbook, seed, note, currency: costs.currency, ...summary },
    summaryLines(summary, responses, seed).join('\n'),
  );
}
