import type { CompiledBook } from '../../domain/compiled-book';
import type { GivenCustomer, Responses } from '../responses/responses';
import { drawBehaviour } from '../responses/draw-behaviour';
import type { Random } from '../responses/spread';
import { playedWorld, type Simulation } from '../simulate';
import { type PlayedRun, runOf } from './played-run';
import { randomStreams } from './streams';

/** What is played again and again. */
export interface ManyRuns {
  readonly book: CompiledBook;
  readonly responses: Responses;
  readonly customer: GivenCustomer;
  readonly untilMs: number;
  readonly runs: number;
  readonly seed: number;
  readonly startedAt?: string;
}

/** Plays one customer many times, each time with other draws from the model; the same seed gives the same runs. */
export function runMany(many: ManyRuns): readonly PlayedRun[] {
  const { responses, runs } = many;
  const next = randomStreams(many.seed);
  const starts = startsByFacts(many, randomStreams(many.seed)());
  return Array.from({ length: runs }, () =>
    runOf(playedWorld(simulationOf(many, next(), starts)), responses),
  );
}

// Decided once for all: whether the facts start the play does not hang on how people respond to it.
function startsByFacts(many: ManyRuns, random: Random): boolean {
  const world = playedWorld(simulationOf(many, random, true));
  return world.treatments.some(({ playbook }) => playbook.id === many.responses.playbook);
}

/** One run of many; a play that its facts do not start is started by hand when the last of them is in. */
function simulationOf(many: ManyRuns, random: Random, byFacts: boolean): Simulation {
  const { book, responses, customer, untilMs, startedAt } = many;
  const { signals, crossings, consents } = customer;
  const lastMs = Math.max(0, ...[...signals, ...crossings].map(({ atMs }) => atMs));
  return {
    book,
    given: {
      customer: customer.customer,
      consents,
      signals,
      crossings,
      controls: [],
      answers: [],
      tasks: [],
      payments: { declines: [], thenSucceed: true },
      untilMs,
    },
    behaviour: drawBehaviour(responses, random),
    ...(startedAt !== undefined && { startedAt }),
    ...(!byFacts && { playbook: responses.playbook, startAfterMs: lastMs }),
  };
}
