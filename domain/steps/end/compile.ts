import { plainName } from '../../plain-words';
import { baseOf, defineStep } from '../../book/compile/step-kind';
import { endSchema } from './schema';

/** Nothing after it is reached, unless it has a condition. */
export const endStep = defineStep(endSchema, ({ outcome, reason }, site, builder) => {
  builder.emit({
    ...baseOf(site, `End as ${plainName(outcome)}${reason === undefined ? '' : `: ${reason}`}`),
    op: 'end',
    outcome,
    reason: reason ?? `step ${site.id}`,
  });
  if (site.when === undefined) builder.falls = false;
});
