import { z } from 'zod';
import { duration, expression, strict, text, texts } from '../../book/schema/fields';

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
  cohort: expression
    .optional()
    .describe('A CEL text: customers for whom it is the same share one question, and its answer'),
  validFor: duration.optional().describe('How long the answer for a cohort is good'),
}).describe('A decision by a person under one of the policies’ approval rules');
export type ApproveBody = z.output<typeof approveSchema>;
