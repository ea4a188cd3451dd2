import { z } from 'zod';
import { segmentLayers } from '../../segments/layers';
import { dimensions, stakesLevels, tiers } from '../../words';
import { duration, expression, kebabId, oneOf, part, plainName, scalar, strict, text, texts } from './fields';

/** One branch of a segment's `treat:` tree; `else: <playbook>` stands last and has no condition. */
export const treatWhenSchema = strict({
  when: expression.describe('Whether this branch is taken'),
  play: text.describe('The playbook that starts'),
  with: z.record(z.string(), scalar).default({}).describe('Values for its parameters'),
});
export const treatElseSchema = strict({
  else: text.describe('The playbook that starts where no branch before was taken'),
  with: z.record(z.string(), scalar).default({}).describe('Values for its parameters'),
});

/** What holds for members; every word is a level that policies.yaml declares. */
export const changesSchema = strict({
  contactFrequency: text.optional().describe('A level of contact.frequencies; the strictest holds'),
  serviceLevel: text.optional().describe('A level of serviceLevels; the quickest holds'),
  eligibility: text.optional().describe('A level of eligibility.levels; what any takes away is not offered'),
  stakes: oneOf(stakesLevels)
    .optional()
    .describe('Whatever is done for a member has at least these stakes; the highest hold'),
  topic: text.optional().describe('What texts speak of first; a word of content.topics'),
});

/** segments/*.yaml: one registry entry a document. */
export const segmentSchema = strict({
  segment: kebabId.describe('Its name'),
  title: text.describe('What people call it'),
  layer: oneOf(segmentLayers).describe('What kind of knowledge it is; risk decides before value'),
  tier: oneOf(['stable', 'runtime'])
    .default('stable')
    .describe('Runtime segments are about what is going on now and should be few'),
  source: oneOf(['evaluated', 'external'])
    .default('evaluated')
    .describe('Whether it is decided here or told from outside'),
  per: plainName
    .default('customer')
    .describe('Whom it is about: the customer, or a kind of context: transaction, conversation, complaint'),
  dimension: oneOf(dimensions).optional().describe('The score whose tiers a crossing tells'),
  riskTier: oneOf(tiers).optional().describe('The tier it stands for, where it is a tier of a score'),
  entry: expression.optional().describe('Who enters'),
  exit: expression.optional().describe('Who leaves; harder to meet than not entering'),
  onAbsent: oneOf(['leave', 'stay'])
    .default('leave')
    .describe('What happens when the facts that exit reads have aged out'),
  confirmation: strict({
    days: z.number().int().min(1).max(30).describe('On so many calendar days it must hold'),
    of: z.number().int().min(1).max(30).describe('Of so many'),
  })
    .optional()
    .describe('How long entry or exit must hold before it counts; absent = at once'),
  dwell: duration.default(0).describe('The least time a member stays'),
  minimumSources: z
    .number()
    .int()
    .min(1)
    .max(9)
    .default(1)
    .describe('Independent sources that must speak for it'),
  priority: z.number().int().min(0).max(100).default(50).describe('Among the segments of one customer'),
  need: text.describe('What its members need'),
  stakes: oneOf(stakesLevels).default('low').describe('How bad it is if automation is wrong'),
  routing: strict({
    queue: text.optional().describe('Where its work goes'),
    skills: texts.describe('What whoever takes it must know'),
    priority: z.number().int().min(1).max(5).default(3).describe('1 is the most urgent'),
  })
    .default({ skills: [], priority: 3 })
    .describe('Who looks after its members'),
  serviceLevel: text.default('standard').describe('How fast and by whom they are served'),
  eligibility: texts.describe('Products and offers its members may have'),
  automationScope: strict({
    words: text.default('full').describe('How far machines may go alone, in words'),
    depth: text.optional().describe('How deep texts go; a word of content.depths'),
    tone: text.optional().describe('How texts sound; a word of content.tones'),
    retrieval: z
      .array(text)
      .optional()
      .describe('Where machines may look things up; words of content.sources, absent = anywhere'),
  })
    .default({ words: 'full' })
    .describe('What machines may do alone, and how they write'),
  allowedActions: texts.describe('Kinds of effect that are allowed for members'),
  forbiddenActions: texts.describe('Kinds of effect that are not'),
  escalation: strict({
    hard: texts.describe('Signals that a person is given at once'),
    soft: texts.describe('Signals that raise the stakes until they have aged'),
  })
    .default({ hard: [], soft: [] })
    .describe('What brings a person in'),
  metrics: texts.describe('What tells whether it does well'),
  owner: text.describe('Who answers for it'),
  reviewOn: z.iso
    .date({ error: "must be a date such as '2027-06-30'" })
    .describe('When somebody looks whether it is still right'),
  treat: z.array(part('treatBranch')).default([]).describe('Which play starts for whom: the first that fits'),
  changes: changesSchema
    .default({})
    .describe('What holds for members; resolved over all segments of a customer'),
});
export type SegmentSource = z.output<typeof segmentSchema>;
