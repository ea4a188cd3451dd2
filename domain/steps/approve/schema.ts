import { z } from 'zod';
import { duration, strict, text, texts } from '../../book/schema/fields';

/** A decision by a person under one of the policies' approval rules. */
export const approveSchema = strict({
  policy: text.describe('An approval rule of the policies'),
  title: text.describe('What is to be decided'),
  draft: z
    .string()
    .optional()
    .describe(
      'Template whose text the approver may edit; a message with this template then sends what was approved',
    ),
  evidence: texts.describe('What the approver is shown, such as scores, signals, invoices'),
  remind: duration.optional().describe('When the approver is reminded; default: as the policy says'),
  expire: duration.optional().describe('When it is too late; default: as the policy says'),
}).describe('A decision by a person under one of the policies’ approval rules');
