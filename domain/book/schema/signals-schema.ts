import { z } from 'zod';
import { aggregates, signalTypes, signalUses } from '../../signals/signal';
import { dimensions, signalSources } from '../../words';
import { duration, oneOf, scalar, strict, text } from './fields';

const derive = strict({
  of: text,
  aggregate: oneOf(aggregates),
  window: duration,
  equals: scalar.optional(),
  atMost: z.number().optional(),
  atLeast: z.number().optional(),
  field: text.optional(),
  with: text.optional(),
  then: text.optional(),
  within: duration.optional(),
  against: oneOf(['lastYear']).optional(),
});

/** One signal; what a derived one leaves out is taken from the signal it is made of. */
export const signalSchema = strict({
  type: oneOf(signalTypes).optional(),
  source: oneOf(signalSources).optional(),
  feeds: z.array(oneOf(dimensions)).default([]),
  maximumAge: duration.optional(),
  purpose: text,
  use: z.array(oneOf(signalUses)).min(1, 'must name at least one of risk, routing, content').optional(),
  personal: z.boolean().optional(),
  derive: derive.optional(),
});
export type SignalSource = z.output<typeof signalSchema>;
export type DeriveSource = z.output<typeof derive>;

/** A customer attribute that expressions may read as `customer.<name>`. */
export const attributeSchema = strict({
  type: oneOf(signalTypes),
  purpose: text.optional(),
  use: z.array(oneOf(signalUses)).min(1).default(['risk', 'routing', 'content']),
});

/** signals.yaml; each signal and attribute is parsed on its own, so that one fault hides no other. */
export const signalsFileSchema = strict({
  signals: z.record(z.string(), z.unknown()),
  attributes: z.record(z.string(), z.unknown()).default({}),
});
