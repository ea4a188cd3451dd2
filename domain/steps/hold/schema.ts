import { z } from 'zod';
import { duration, oneOf, strict, text } from '../../book/schema/fields';

/** A reversible block: released when its time is over, and with its treatment unless it is kept. */
export const holdSchema = strict({
  what: text,
  action: oneOf(['place', 'release']).default('place'),
  /** Released by itself so long after it was placed. */
  for: duration.optional(),
  /** Outlives the treatment; without an end this needs an approval by two people. */
  keep: z.boolean().default(false),
  /** The `approve` step whose approval it needs. */
  approvedBy: text.optional(),
});
export type HoldBody = z.output<typeof holdSchema>;
