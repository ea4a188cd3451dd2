import { z } from 'zod';
import { dimensions, stakesLevels, tiers } from '../../words';
import { duration, expression, kebabId, oneOf, plainName, scalar, strict, text, texts } from './fields';

/** The layers a segment may belong to, risk first for routing and permissions. */
export const segmentLayers = [
  'risk',
  'riskValue',
  'payment',
  'intent',
  'behaviour',
  'relationship',
  'value',
  'identity',
  'psychographic',
  'lifecycle',
  'external',
] as const;

/** One branch of a segment's `treat:` tree; `else: <playbook>` stands last and has no condition. */
export const treatWhenSchema = strict({
  when: expression,
  play: text,
  with: z.record(z.string(), scalar).default({}),
});
export const treatElseSchema = strict({ else: text, with: z.record(z.string(), scalar).default({}) });

/** segments/*.yaml: one registry entry a document. */
export const segmentSchema = strict({
  segment: kebabId,
  title: text,
  layer: oneOf(segmentLayers),
  tier: oneOf(['stable', 'runtime']).default('stable'),
  source: oneOf(['evaluated', 'external']).default('evaluated'),
  // One context's kind: a transaction, a conversation, a complaint.
  per: plainName.default('customer'),
  dimension: oneOf(dimensions).optional(),
  riskTier: oneOf(tiers).optional(),
  entry: expression.optional(),
  exit: expression.optional(),
  onAbsent: oneOf(['leave', 'stay']).default('leave'),
  confirmation: strict({
    days: z.number().int().min(1).max(30),
    of: z.number().int().min(1).max(30),
  }).optional(),
  dwell: duration.default(0),
  minimumSources: z.number().int().min(1).max(9).default(1),
  priority: z.number().int().min(0).max(100).default(50),
  need: text,
  stakes: oneOf(stakesLevels).default('low'),
  routing: strict({
    queue: text.optional(),
    skills: texts,
    priority: z.number().int().min(1).max(5).default(3),
  }).default({ skills: [], priority: 3 }),
  serviceLevel: text.default('standard'),
  eligibility: texts,
  automationScope: text.default('full'),
  allowedActions: texts,
  forbiddenActions: texts,
  escalation: strict({ hard: texts, soft: texts }).default({ hard: [], soft: [] }),
  metrics: texts,
  owner: text,
  reviewOn: z.iso.date({ error: "must be a date such as '2027-06-30'" }),
  treat: z.array(z.unknown()).default([]),
  changes: z.record(z.string(), scalar).default({}),
});
export type SegmentSource = z.output<typeof segmentSchema>;
