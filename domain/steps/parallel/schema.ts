import { z } from 'zod';
import { strict } from '../../book/schema/fields';

/** Branches that run side by side; the play goes on when all have ended. */
export const parallelSchema = z
  .array(strict({ do: z.array(z.unknown()).min(1, 'must have at least one step') }), {
    error: 'must be a list of { do: [...] }',
  })
  .min(2, 'must have at least two branches');
