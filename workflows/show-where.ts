import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { describe } from '../domain/machine/describe';
import type { MachineState } from '../domain/machine/state';
import { mainWait } from '../domain/machine/waits';
import type { Program } from '../domain/program';
import type { Outcome } from '../domain/words';
import { searchAttributes } from './search-attributes';

const longWaitMs = 3_600_000;

/** Shows the whole story so far; no event of the history. */
export function showDetails(program: Program, state: MachineState, now: string): void {
  setCurrentDetails(describe(program, state, now));
}

/** Tells people where a treatment is: details at every wait, search attributes only where it waits for a person or long. */
export function showWhere(program: Program, state: MachineState, now: string): void {
  showDetails(program, state, now);
  const wait = mainWait(program, state);
  if (!wait) return;
  const long = wait.until === undefined || Date.parse(wait.until) - Date.parse(now) >= longWaitMs;
  if (!long && !wait.human) return;
  upsertChanged([
    { key: searchAttributes.step, value: wait.step },
    { key: searchAttributes.waitingFor, value: wait.for },
    { key: searchAttributes.riskTier, value: state.facts.facts.scores[program.dimension]?.tier },
  ]);
}

/** Marks how a treatment ended. */
export function showOutcome(program: Program, state: MachineState, now: string, outcome: Outcome): void {
  showDetails(program, state, now);
  upsertChanged([
    { key: searchAttributes.outcome, value: outcome },
    { key: searchAttributes.waitingFor, value: 'nothing' },
  ]);
}

type Keyword = {
  readonly key: (typeof searchAttributes)[keyof typeof searchAttributes];
  readonly value: string | undefined;
};

// Each upsert is an event and a billed action: only what changed, all of it at once.
function upsertChanged(pairs: readonly Keyword[]): void {
  const known = workflowInfo().typedSearchAttributes;
  const changed = pairs.flatMap(({ key, value }) =>
    value !== undefined && known.get(key) !== value ? [{ key, value }] : [],
  );
  if (changed.length > 0) upsertSearchAttributes(changed);
}
