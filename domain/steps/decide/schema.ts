import { z } from 'zod';
import { expression, part, strict } from '../../book/schema/fields';

/** A decision tree: its branches are parsed one by one. */
export const decideSchema = z
  .array(part('decideBranch'), { error: 'must be a list of { when, do } and a last { else }' })
  .min(1, 'must have at least one branch')
  .describe('A decision tree: the first branch that fits is taken');

/** A branch with a condition. */
export const whenSchema = strict({
  when: expression.describe('Whether this branch is taken'),
  do: z.array(part('step')).default([]).describe('What is done then'),
});

/** The last branch, taken when no other is. */
export const elseSchema = strict({
  else: z
    .array(part('step'))
    .nullable()
    .transform((steps) => steps ?? [])
    .describe('What is done where no branch before was taken'),
});
