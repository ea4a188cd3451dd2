import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import { holdSchema } from './schema';

/** Placing or releasing a hold is one effect. */
export const holdStep = defineStep(
  holdSchema,
  ({ what, action }, site, builder) => {
    builder.emit({
      ...baseOf(site, `${action === 'place' ? 'Hold' : 'Release'} ${what}`),
      op: 'effect',
      effect: { kind: 'hold', what, action },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);
