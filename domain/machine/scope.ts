import { contextFacts } from '../context';
import { compileCondition } from '../expressions/condition';
import { compileNumber } from '../expressions/number';
import { compileText } from '../expressions/text';
import type { Expression } from '../expressions/expression';
import {
  treatmentScope,
  type EventFacts,
  type FactsSnapshot,
  type StepFacts,
  type TreatmentScope,
} from '../facts';
import { msOf } from '../iso-instant';
import type { Program } from '../program';
import { reached } from './instants';
import type { Draft, MachineState } from './state';

const dayMs = 86_400_000;

/** What expressions of a running program may read at `now`. */
export function scopeOf(
  program: Program,
  state: MachineState,
  now: string,
  event?: EventFacts,
): TreatmentScope {
  const { treatmentId, arm, startedAt, startTier, startPoints, context } = state.identity;
  const days = Math.max(0, (msOf(now) - msOf(startedAt)) / dayMs);
  const treatment = { id: treatmentId, playbook: program.playbook, arm, days, startTier, startPoints };
  const { facts } = state.facts;
  const about = context === undefined ? facts : { ...facts, context: contextFacts(context) };
  return treatmentScope(about, treatment, state.steps, event ?? state.event);
}

/** Whether a condition of the program holds; a missing key makes it false. */
export function holds(condition: Expression, scope: TreatmentScope): boolean {
  return compileCondition(condition)(scope);
}

/** A number of the program, or undefined when a key is missing. */
export function numberOf(expression: Expression, scope: TreatmentScope): number | undefined {
  return compileNumber(expression)(scope);
}

/** A text of the program, or undefined when a key is missing. */
export function textOf(expression: Expression, scope: TreatmentScope): string | undefined {
  return compileText(expression)(scope);
}

/** Takes facts in when they are newer than those at hand; at one sequence time alone may have aged some. */
export function refreshFacts(draft: Draft, facts: FactsSnapshot | undefined): void {
  if (!facts) return;
  const known = draft.facts;
  const aged = facts.sequence === known.sequence && !reached(facts.asOf, known.asOf);
  if (facts.sequence > known.sequence || aged) draft.facts = facts;
}

/** The result of a step with every field there. */
export function stepFacts(partial: Partial<StepFacts>): StepFacts {
  const { outcome = '', reason = '', by = '', tier = '', points = 0, count = 0, amount = 0 } = partial;
  return { outcome, reason, by, tier, points, count, amount };
}
