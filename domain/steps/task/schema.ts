import { z } from 'zod';
import { duration, oneOf, strict, text } from '../../book/schema/fields';

/** Work for a person. */
export const taskSchema = strict({
  queue: text.describe('Where it waits'),
  title: text.optional().describe('What is to be done; default: the step’s summary'),
  details: text.optional().describe('What one should know for it'),
  due: duration.describe('By when'),
  dueFrom: oneOf(['now', 'breach'])
    .default('now')
    .describe('Count the due date from now or from the first breach of the segment'),
  await: z.boolean().optional().describe('Go on only when the task has ended; a time-out implies it'),
  keepOpen: z
    .boolean()
    .default(false)
    .describe('Stays open when the play ends by itself; a stop, goal or exit cancels every task'),
}).describe('Work for a person');
