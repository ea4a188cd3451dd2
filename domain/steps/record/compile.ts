import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { recordSchema } from './schema';

/** One record is one effect. */
export const recordStep = defineStep(
  recordSchema,
  ({ field, value }, site, builder) => {
    builder.text(String(value), inside(site.bodyPlace, 'value'));
    builder.emit({
      ...baseOf(site, `Record ${field}`),
      op: 'effect',
      effect: { kind: 'record', field, value: String(value) },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);
