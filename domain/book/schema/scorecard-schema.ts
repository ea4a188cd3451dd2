import { z } from 'zod';
import { expression, plainName, strict, text, texts } from './fields';

const weight = z.number({ error: 'must be a number' });

/** models/*.json: a logistic scorecard. */
export const scorecardSchema = strict({
  model: text,
  version: text,
  /** How it was made, for whoever wants to know. */
  about: text.optional(),
  intercept: weight,
  features: z
    .array(
      strict({
        code: plainName,
        text,
        value: expression,
        weight,
        missing: weight,
        reference: weight.optional(),
        ignoredWhileOpen: texts,
      }),
    )
    .min(1, 'must have at least one feature'),
});
