import { holds } from '../../machine/scope';
import { contextScope, type InstructionOf, type StepContext } from '../../machine/step-context';

/** Where a branch goes: the first case that holds, else `otherwise`. */
export function branchTarget(context: StepContext, instruction: InstructionOf<'branch'>): number {
  const scope = contextScope(context);
  if (instruction.when !== undefined && !holds(instruction.when, scope)) return instruction.otherwise;
  return instruction.cases.find((branch) => holds(branch.when, scope))?.target ?? instruction.otherwise;
}
