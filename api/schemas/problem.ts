import { z } from 'zod';

/** RFC 9457, with one entry per faulty field. */
export const problemBody = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string(), fix: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457), with one entry per faulty field' });

/** The failures every route documents. */
export const failures = {
  '4xx': {
    description: 'Refused: what is wrong, and the fix',
    content: { 'application/problem+json': { schema: problemBody } },
  },
} as const;
