import { compileCondition } from './expressions/condition';
import type { TreatmentScope } from './facts';
import { conditionWords } from './machine/words/condition';
import type { Program } from './program';
import type { Outcome } from './words';

/** A goal or exit that holds. */
export interface AcceptedEnd {
  readonly kind: 'goal' | 'exit';
  readonly reason: string;
  readonly outcome: Outcome;
}

/** What ends a treatment on these facts: its goal before its exits, the exits in their order. */
export function endOf(program: Program, scope: TreatmentScope): AcceptedEnd | undefined {
  if (program.goal !== undefined && compileCondition(program.goal)(scope)) {
    return {
      kind: 'goal',
      reason: `goal reached: ${conditionWords(program.goal)}`,
      outcome: program.goalOutcome,
    };
  }
  const exit = program.exits.find((each) => compileCondition(each.when)(scope));
  return (
    exit && { kind: 'exit', reason: `exit ${exit.id}: ${conditionWords(exit.when)}`, outcome: exit.outcome }
  );
}
