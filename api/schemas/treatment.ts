import { z } from 'zod';

/** Which treatment a path names; the colons may be sent raw or encoded. */
export const treatmentPath = z.strictObject({
  id: z
    .string()
    .regex(
      /^treatment:[a-z][a-z0-9-]*:[0-9a-z]{12}:\d+$/,
      'must be treatment:<playbook>:<customer key>:<ordinal>',
    ),
});

/** Why somebody pauses, resumes or stops. */
export const reasonBody = z.strictObject({
  reason: z.string().trim().min(1, 'must say why').max(500),
});
