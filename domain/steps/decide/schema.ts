import { z } from 'zod';
import { expression, strict } from '../../book/schema/fields';

/** A decision tree: its branches are parsed one by one. */
export const decideSchema = z
  .array(z.unknown(), { error: 'must be a list of { when, do } and a last { else }' })
  .min(1, 'must have at least one branch');

/** A branch with a condition. */
export const whenSchema = strict({ when: expression, do: z.array(z.unknown()).default([]) });

/** The last branch, taken when no other is. */
export const elseSchema = strict({
  else: z
    .array(z.unknown())
    .nullable()
    .transform((steps) => steps ?? []),
});
