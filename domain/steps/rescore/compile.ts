import { baseOf, defineStep } from '../../book/compile/step-kind';
import { rescoreSchema } from './schema';

/** One checkpoint. */
export const rescoreStep = defineStep(rescoreSchema, (_body, site, builder) => {
  builder.emit({ ...baseOf(site, 'Score the customer again'), op: 'rescore' });
  builder.stale = false;
});
