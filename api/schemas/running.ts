import { z } from 'zod';

/** Open treatments by the book and the step they are at. */
export const running = z.array(
  z.object({ bookHash: z.string(), playbook: z.string(), step: z.string(), treatments: z.int() }),
);
