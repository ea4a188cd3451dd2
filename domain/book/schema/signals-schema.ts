import { z } from 'zod';
import { aggregates, natures, signalTypes, signalUses } from '../../signals/signal';
import { dimensions, signalSources } from '../../words';
import { duration, oneOf, part, plainName, scalar, strict, text } from './fields';

const derive = strict({
  of: text.describe('The raw signal it is made of'),
  aggregate: oneOf(aggregates).describe('How'),
  window: duration.describe('Facts as old as this count'),
  equals: scalar.optional().describe('Only facts with this value'),
  atMost: z.number().optional().describe('Only facts whose number is at most this'),
  atLeast: z.number().optional().describe('Only facts whose number is at least this'),
  field: text.optional().describe('What is taken of each fact instead of its value'),
  with: text.optional().describe('The other signal of a gap'),
  then: text.optional().describe('The signal that must follow in a sequence'),
  within: duration.optional().describe('How soon it must follow'),
  against: oneOf(['lastYear'])
    .optional()
    .describe('What a change is compared with, instead of the window itself'),
});

/** One signal; what a derived one leaves out is taken from the signal it is made of. */
export const signalSchema = strict({
  type: oneOf(signalTypes).optional().describe('What its value is'),
  source: oneOf(signalSources).optional().describe('Which of the nine sources it comes from'),
  about: plainName
    .optional()
    .describe(
      'The kind of context that each fact must name, such as complaint; a fact without one is refused',
    ),
  feeds: z.array(oneOf(dimensions)).default([]).describe('Scores whose confidence counts it'),
  maximumAge: duration.optional().describe('A fact older than this does not count'),
  purpose: text.describe('What it is kept for'),
  use: z
    .array(oneOf(signalUses))
    .min(1, 'must name at least one of risk, routing, content')
    .optional()
    .describe('What may be decided by it'),
  nature: oneOf(natures)
    .optional()
    .describe('What somebody does, or who, where or how they are; the last three vary content only'),
  personal: z.boolean().optional().describe('Whether it is personal data'),
  derive: derive.optional().describe('Computed from facts of another signal instead of sent'),
});
export type SignalSource = z.output<typeof signalSchema>;
export type DeriveSource = z.output<typeof derive>;

/** A customer attribute that expressions may read as `customer.<name>`. */
export const attributeSchema = strict({
  type: oneOf(signalTypes).describe('What its value is'),
  purpose: text.optional().describe('What it is kept for'),
  use: z
    .array(oneOf(signalUses))
    .min(1, 'must name at least one of risk, routing, content')
    .optional()
    .describe('What may be decided by it'),
  nature: oneOf(natures)
    .default('behavioural')
    .describe('What somebody does, or who, where or how they are; the last three vary content only'),
});

/** signals.yaml; each signal and attribute is parsed on its own, so that one fault hides no other. */
export const signalsFileSchema = strict({
  signals: z.record(z.string(), part('signal')).describe('By name; expressions read signals.<name>'),
  attributes: z
    .record(z.string(), part('attribute'))
    .default({})
    .describe('Of customers, by name; expressions read customer.<name>'),
});
