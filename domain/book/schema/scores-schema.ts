import { z } from 'zod';
import { dimensions } from '../../words';
import { duration, expression, kebabId, oneOf, plainName, strict, text } from './fields';

const threshold = strict({ enter: z.number().min(0).max(100), leave: z.number().min(0).max(100) });

/** A weighted reason. */
export const scoreRuleSchema = strict({
  code: plainName,
  text: text,
  when: expression,
  points: z.number().int('must be a whole number of points').min(-100).max(100),
  immediate: z.boolean().default(false),
  ignoredWhileOpen: z.array(text).default([]),
});

/** How one dimension is scored. */
export const scoreSchema = strict({
  id: kebabId,
  dimension: oneOf(dimensions),
  predicts: text,
  horizon: duration.optional(),
  rules: z.array(scoreRuleSchema).min(1, 'must have at least one rule'),
  tiers: strict({ high: threshold, medium: threshold }),
  minimumSources: z.number().int().min(1).max(9).default(1),
});
export type ScoreSource = z.output<typeof scoreSchema>;

/** scores.yaml. */
export const scoresFileSchema = strict({ scores: z.array(z.unknown()) });
