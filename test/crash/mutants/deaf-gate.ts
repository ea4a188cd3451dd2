import { gateRules, judge } from '../../../domain/gate/rules';
import { stillWanted } from '../../../domain/gate/rules/still-wanted';
import type { Mutant } from './mutant';

/** The gate judges everything but whether the treatment is still wanted. */
export const deafGate: Mutant = {
  gate: {
    judge: (context) =>
      judge(
        context,
        gateRules.filter((rule) => rule !== stillWanted),
      ),
  },
};
