import { z } from 'zod';
import { part, strict } from '../../book/schema/fields';

/** Branches that run side by side; the play goes on when all have ended. */
export const parallelSchema = z
  .array(
    strict({
      do: z.array(part('step')).min(1, 'must have at least one step').describe('The steps of one branch'),
    }),
    { error: 'must be a list of { do: [...] }' },
  )
  .min(2, 'must have at least two branches')
  .describe('Branches that run side by side; the play goes on when all have ended');
