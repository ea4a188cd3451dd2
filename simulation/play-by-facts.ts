import type { CompiledBook } from '../domain/compiled-book';
import { factsNow } from './look';
import { playedWorld, simulate, type Simulation } from './simulate';
import type { Timeline } from './timeline';

/** A play by the facts given. */
export interface PlayedByFacts {
  readonly timeline: Timeline;
  /** Why nothing started the play and when it was started by hand; absent where the facts started it. */
  readonly byHand?: string;
}

/** Lets the facts start the play; one that they do not start is started by hand when the last of them is in. */
export function playByFacts(simulation: Simulation & { readonly playbook: string }): PlayedByFacts {
  const { playbook, ...rest } = simulation;
  const own = simulate(rest);
  if (starts(own, playbook)) return { timeline: own };
  const { given } = simulation;
  const lastMs = Math.max(0, ...[...given.signals, ...given.crossings].map(({ atMs }) => atMs));
  const untilMs = Math.max(given.untilMs, lastMs);
  const timeline = simulate({ ...simulation, given: { ...given, untilMs }, startAfterMs: lastMs });
  const day = timeline.story.find(({ text }) => text.startsWith(`${playbook}: starts`))?.day ?? 0;
  const why = unmet(simulation, lastMs);
  return {
    timeline,
    byHand: `No given fact starts ${playbook}: ${why}. It is started by hand on day ${day}.`,
  };
}

/** Whether a treatment of the play began. */
export function starts({ treatments }: Timeline, playbook: string): boolean {
  return treatments.some((one) => one.playbook === playbook);
}

function unmet(
  { playbook, ...simulation }: Simulation & { readonly playbook: string },
  lastMs: number,
): string {
  const { book, given } = simulation;
  const ways = book.segments.filter(({ treat }) => treat.some(({ play }) => play === playbook));
  if (ways.length === 0) return 'no segment does, only another play hands over to it';
  const world = playedWorld({ ...simulation, given: { ...given, untilMs: lastMs } });
  const { scores, value } = factsNow(world).facts;
  const { dimension } = dimensionOf(book, playbook);
  const { tier = 'low', points = 0 } = scores[dimension] ?? {};
  const wants = ways.map(({ id, entry, confirmation }) =>
    entry === undefined
      ? `${id} is told from outside`
      : `${id} wants ${entry}${confirmation ? ` on ${confirmation.days} of ${confirmation.of} days` : ''}`,
  );
  return `${wants.join('; ')}. By then ${dimension} is ${tier} (${points} points) and the value is ${value.tier}`;
}

function dimensionOf({ playbooks }: CompiledBook, playbook: string) {
  const found = playbooks[playbook];
  if (found) return found;
  throw new RangeError(`the book has no playbook "${playbook}": ${Object.keys(playbooks).join(', ')}`);
}
