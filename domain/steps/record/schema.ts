import { z } from 'zod';
import { duration, expression, oneOf, scalar, strict, text } from '../../book/schema/fields';

/** When cases of one topic, counted over all customers, become one issue of the product. */
const cases = strict({
  topic: expression.describe('Names the topic of the case'),
  issueAt: z
    .number()
    .int('must be a whole number')
    .min(2, 'must be at least 2: one case is no pattern')
    .describe('So many cases make one issue of the product'),
  within: duration.describe('Within so long'),
  queue: text.describe('Who gets the one task of the issue'),
  title: text.describe('What the task is about'),
  due: duration.describe('By when'),
});
export type CasesSource = z.output<typeof cases>;

/** Something written down: a reason or a CRM field, or a fact that later evaluations know. */
export const recordSchema = strict({
  field: text.optional().describe('Name of a field of the customer’s record elsewhere'),
  signal: text
    .optional()
    .describe(
      'A signal of the catalogue: the value is taken in as a fact about the customer, in the treatment’s context',
    ),
  about: oneOf(['treatment', 'customer'])
    .default('treatment')
    .describe('Whom the fact is about: what the treatment is about, or the whole customer'),
  value: scalar.optional().describe('What is written; a text is Liquid'),
  from: expression.optional().describe('Instead of a value: a CEL text over the facts and the steps before'),
  cases: cases.optional().describe('The field is a case of a topic, counted over all customers'),
})
  .refine(({ field, signal }) => (field === undefined) !== (signal === undefined), {
    message: 'must say either the field to write or the signal to send',
  })
  .refine(({ value, from }) => (value === undefined) !== (from === undefined), {
    message: 'must say value (a text) or from (a CEL expression that gives one), and not both',
  })
  .refine(({ signal, from }) => signal === undefined || from === undefined, {
    message: 'a signal is sent with a value, not from an expression',
    path: ['from'],
  })
  .refine(({ field, cases: counted }) => counted === undefined || field !== undefined, {
    path: ['cases'],
    message: 'are cases of a field: name the field instead of a signal',
  })
  .describe('Something written down: a reason or a CRM field, or a fact that later evaluations know');
