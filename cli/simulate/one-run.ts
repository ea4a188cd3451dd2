import type { CompiledBook } from '../../domain/compiled-book';
import type { PolicyTest } from '../../domain/policy-test';
import { playByFacts, starts } from '../../simulation/play-by-facts';
import { simulate, type Simulation } from '../../simulation/simulate';
import type { Timeline } from '../../simulation/timeline';
import { CliFailure, exitCodes } from '../failure';

/** One play and, where its facts did not start it, why it was started by hand. */
export function playOnce(
  simulation: Simulation,
  playbook: string,
  { scenario, startNow = false }: { readonly scenario?: PolicyTest; readonly startNow?: boolean },
): { timeline: Timeline; byHand?: string } {
  if (startNow) return { timeline: simulate({ ...simulation, playbook }) };
  // A scenario is played as it is written, also where its point is that nothing starts.
  return scenario ? { timeline: simulate(simulation) } : playByFacts({ ...simulation, playbook });
}

/** The scenario with the words asked for; without any, the first in which its play starts. */
export function scenarioFor(
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

/** Says which of a play's scenarios is shown. */
export function noteOf(scenario: PolicyTest, scenarios: readonly PolicyTest[]): string {
  const place = `${scenarios.indexOf(scenario) + 1} of ${scenarios.length}`;
  return `Scenario: ${scenario.name} (${place}; --list shows all)`;
}
