import type { CompiledBook } from '../domain/compiled-book';
import { evaluate } from '../domain/evaluate';
import type { EvaluationResult } from '../domain/evaluation';
import { saysOther } from '../domain/scoring/score-change';
import { byDimension, type CustomerState, openTreatments } from './customer-state';

/** What an evaluation counts from. */
export interface EvaluationMoment {
  readonly book: CompiledBook;
  readonly asOf: string;
}

/** The instant an evaluation counts from: never before the customer's last one. */
export function notBefore(asOf: string, lastAsOf: string | undefined): string {
  return lastAsOf !== undefined && lastAsOf > asOf ? lastAsOf : asOf;
}

/** Evaluates without changing the state: what is true now, also as seen from the contexts named. */
export function lookAt(
  state: CustomerState,
  moment: EvaluationMoment,
  about: readonly string[] = [],
): EvaluationResult {
  return evaluate({
    book: moment.book,
    customerKey: state.key,
    attributes: state.attributes,
    signals: state.signals,
    invoices: state.invoices,
    previousScores: state.scores,
    memberships: state.memberships,
    openTreatments: openTreatments(state).map(({ playbook, context }) => ({
      playbook,
      ...(context !== null && { context }),
    })),
    ...(about.length > 0 && { about }),
    valueCuts: state.valueCuts,
    asOf: moment.asOf,
    sequence: state.position + 1,
  });
}

/** Evaluates and moves the state on; the evaluation takes the next position. */
export function evaluateState(state: CustomerState, moment: EvaluationMoment): EvaluationResult {
  const asOf = notBefore(moment.asOf, state.lastAsOf);
  const result = lookAt(state, { ...moment, asOf });
  state.position += 1;
  state.lastAsOf = asOf;
  noteChanges(state, result, moment.book);
  state.scores = byDimension(result.scores);
  state.memberships = result.memberships;
  state.nextEvaluationAt = result.nextEvaluationAt;
  state.valueAmount = result.facts.value.amount;
  return result;
}

// Each is noted where it happens: several evaluations of one transaction are written together, each with its own instant.
function noteChanges(state: CustomerState, { scores }: EvaluationResult, { policies }: CompiledBook): void {
  const strongFrom = policies.confidence?.strongFrom ?? 0;
  for (const score of scores) {
    const before = state.scores[score.dimension];
    if (!saysOther(score, before, strongFrom)) continue;
    const fromTier = before?.tier ?? 'low';
    state.scoreChanges.push({ score, fromTier, evaluatedAt: state.lastAsOf ?? '', sequence: state.position });
  }
}
