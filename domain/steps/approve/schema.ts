import { z } from 'zod';
import { duration, strict, text, texts } from '../../book/schema/fields';

/** A decision by a person under one of the policies' approval rules. */
export const approveSchema = strict({
  policy: text,
  title: text,
  /** Template whose text the approver may edit; a message with this template then sends what was approved. */
  draft: z.string().optional(),
  evidence: texts,
  remind: duration.optional(),
  expire: duration.optional(),
});
