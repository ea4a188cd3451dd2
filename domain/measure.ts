import { compileCondition } from './expressions/condition';
import type { TreatmentScope } from './facts';
import type { Program } from './program';

/** What is compared with the holdout, on these facts; the same for a treatment that runs and one that has ended. */
export function measureOf(program: Program, scope: TreatmentScope): boolean {
  return program.measure !== undefined && compileCondition(program.measure.when)(scope);
}
