import { z } from 'zod';
import { dimensions } from '../../words';
import { duration, expression, kebabId, oneOf, part, plainName, strict, text } from './fields';

const threshold = strict({
  enter: z.number().min(0).max(100).describe('Points from which the tier is reached'),
  leave: z.number().min(0).max(100).describe('Points below which it is left again'),
});

/** A weighted reason. */
export const scoreRuleSchema = strict({
  code: plainName.describe('Short name, unique in its score'),
  text: text.describe('The reason in words'),
  when: expression.describe('Whether the points count'),
  points: z
    .number()
    .int('must be a whole number of points')
    .min(-100)
    .max(100)
    .describe('What it adds; below zero it speaks against the risk'),
  immediate: z.boolean().default(false).describe('Crosses at once, without confirmation'),
  ignoredWhileOpen: z
    .array(text)
    .default([])
    .describe('Playbooks; while one of them treats the customer the rule does not count'),
});

/** How one dimension is scored, for everybody or for one cohort; what `extends` another takes from it what it leaves out. */
export const scoreSchema = strict({
  id: kebabId.describe('Its name'),
  dimension: oneOf(dimensions).describe('What it is about'),
  extends: text
    .optional()
    .describe('The score for everybody of this dimension, from which what is left out here is taken'),
  cohort: strict({
    id: plainName.describe('Short name, unique in its dimension'),
    title: text.describe('The customers in words'),
    when: expression.describe('Who they are; the more conditions joined by &&, the more specific'),
  })
    .optional()
    .describe('Whom it is for; absent = everybody whom no other is for'),
  predicts: text.optional().describe('What is expected to happen, in words'),
  horizon: duration.optional().describe('By when'),
  rules: z.array(scoreRuleSchema).default([]).describe('Reasons with their points'),
  model: strict({ file: text.describe('Its file, such as models/churn.json') })
    .optional()
    .describe('A logistic scorecard instead of rules; its points are the probability in percent'),
  tiers: strict({
    high: threshold.describe('From when the tier is high'),
    medium: threshold.describe('From when it is medium'),
  })
    .optional()
    .describe('Where the points are cut'),
  minimumSources: z
    .number()
    .int()
    .min(1)
    .max(9)
    .optional()
    .describe('Independent sources needed for high, 1 by default; with fewer the tier stays medium'),
});
export type ScoreSource = z.output<typeof scoreSchema>;

/** scores.yaml. */
export const scoresFileSchema = strict({ scores: z.array(part('score')).describe('One score a dimension') });
