import { z } from 'zod';
import { duration, plainName, strict, text, texts } from './fields';

/** So many messages in a sliding period. */
export function messageCap(least: number) {
  return strict({
    messages: z.number().int().min(least).describe('At most so many; 0 puts all off'),
    period: duration.describe('In so long'),
  });
}

/** The keys of policies.yaml whose words segments name, and what follows from them. */
export const levelShapes = {
  serviceLevels: z
    .record(
      plainName,
      strict({
        firstResponse: duration.describe('How soon a person answers'),
        words: text.describe('The same, said to people'),
      }),
    )
    .default({})
    .describe('Levels of service that segments name'),
  eligibility: strict({
    everybody: texts.describe('Offers open to everybody'),
    levels: z
      .record(
        plainName,
        strict({
          adds: texts.describe('Offers open to members'),
          removes: texts.describe('Offers not made to members, whoever adds them'),
        }),
      )
      .default({})
      .describe('Levels that segments name'),
  })
    .optional()
    .describe('What may be offered to whom; absent = everything to everybody'),
  content: strict({
    topics: texts.describe('What texts may speak of first'),
    depths: texts.describe('How deep they may go'),
    tones: texts.describe('How they may sound'),
    sources: texts.describe('Where machines may look things up'),
  })
    .default({ topics: [], depths: [], tones: [], sources: [] })
    .describe('The words by which content may differ; segments name them'),
  escalationDue: duration.default(0).describe('By when a person looks at a hard trigger of a segment'),
  owners: z.record(text, text).default({}).describe('Queue in which each owner of segments reviews them'),
};
