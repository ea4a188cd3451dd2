import { z } from 'zod';
import { duration, strict, text } from '../../book/schema/fields';

/** A written plan whose milestones are tracked as tasks. */
export const planSchema = strict({
  template: text.describe('Its text'),
  queue: text.describe('Where the tasks of its milestones go'),
  milestones: z
    .array(
      strict({
        title: text.describe('What is to be reached'),
        due: duration.describe('So long after the plan begins'),
      }),
    )
    .min(1, 'must name at least one milestone')
    .describe('What is to be reached, in order'),
}).describe('A written plan whose milestones are tracked as tasks');
