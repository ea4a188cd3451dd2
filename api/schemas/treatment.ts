import { z } from 'zod';
import { parseTreatmentId } from '../../domain/ids';

/** Which treatment a path names; the colons may be sent raw or encoded. */
export const treatmentPath = z.strictObject({
  id: z.string().refine((id) => parseTreatmentId(id) !== undefined, {
    message: 'must be treatment:<playbook>:<customer key>:<ordinal>',
  }),
});

/** Why somebody pauses, resumes or stops. */
export const reasonBody = z.strictObject({
  reason: z.string().trim().min(1, 'must say why').max(500),
});
