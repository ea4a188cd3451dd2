import { z } from 'zod';
import { duration, strict, text } from '../../book/schema/fields';

/** A written plan whose milestones are tracked as tasks. */
export const planSchema = strict({
  template: text,
  queue: text,
  milestones: z.array(strict({ title: text, due: duration })).min(1, 'must name at least one milestone'),
});
