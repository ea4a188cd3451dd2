import { z } from 'zod';
import { duration, oneOf, strict, text } from '../../book/schema/fields';

/** Work for a person. */
export const taskSchema = strict({
  queue: text,
  title: text.optional(),
  details: text.optional(),
  due: duration,
  /** Count the due date from the first breach of the segment instead of from now. */
  dueFrom: oneOf(['now', 'breach']).default('now'),
  /** Go on only when the task has ended; a time-out implies it. */
  await: z.boolean().optional(),
  /** Stays open when the play comes to its end by itself; a stop, goal or exit cancels every task. */
  keepOpen: z.boolean().default(false),
});
