import { z } from 'zod';
import { adjustable } from '../../handling/handling';
import type { PolicyTest } from '../../policy-test';
import { channels, messageClasses, outcomes } from '../../words';
import { duration, oneOf, scalar, strict, text, texts } from './fields';

// Before the start as well as after it: '-3d'.
const offset = z
  .string({ error: "must be a time from the start, such as '0d', '36h' or '-3d'" })
  .transform((written) => ({ negative: written.startsWith('-'), rest: written.replace(/^-/, '') }))
  .pipe(z.object({ negative: z.boolean(), rest: duration }))
  .transform(({ negative, rest }) => (negative ? -rest : rest))
  .meta({ title: 'time from the start', pattern: '^-?[0-9]+[smhdw]$' });
const instant = strict({ instant: offset.describe('So long from the start') }).transform((written) => ({
  instantMs: written.instant,
}));
const data = z.record(z.string(), scalar);
const context = text.regex(/^[a-z][A-Za-z0-9_]*:.+$/, "must be kind:id, such as 'transaction:2'");

/** Attributes of a customer. */
export const givenCustomer = data.default({}).describe('Attributes of the customer');

/** Facts that arrive. */
export const givenSignals = z
  .array(
    strict({
      at: offset.describe('When'),
      name: text.describe('Of the catalogue'),
      value: scalar
        .or(instant)
        .describe('What it says, or { instant: 12d }: the instant so long from the start, as a text'),
      data: data.optional().describe('Beside the value, such as the amount of an invoice'),
      context: context.optional().describe('kind:id, where it is about less than the customer'),
    }).transform(({ at, ...rest }) => ({ atMs: at, ...rest })),
  )
  .default([])
  .describe('Facts that arrive');

/** Crossings of external segments. */
export const givenCrossings = z
  .array(
    strict({
      at: offset.describe('When'),
      segment: text.describe('An external segment'),
      direction: oneOf(['entered', 'exited']).default('entered').describe('Which way'),
      context: context.optional().describe('kind:id, where it is about less than the customer'),
    }).transform(({ at, ...rest }) => ({ atMs: at, ...rest })),
  )
  .default([])
  .describe('Crossings told from outside');

/** What the customer has said yes or no to. */
export const givenConsents = z
  .array(
    strict({
      channel: oneOf([...channels, 'all'] as const)
        .default('all')
        .describe('By which way'),
      class: oneOf([...messageClasses, 'all'] as const).describe('To which messages'),
      granted: z.boolean().default(true).describe('Yes or no'),
    }),
  )
  .optional()
  .describe('What the customer has said yes or no to before the test begins');

const given = strict({
  customer: givenCustomer,
  consents: givenConsents,
  cohorts: z
    .array(
      strict({
        policy: text.describe('The approval rule of the step that would ask'),
        cohort: text.describe('The cohort as the step names it'),
        decision: oneOf(['approve', 'reject']).describe('What was decided'),
        validFor: duration.describe('How long it is good from the start of the test'),
      }).transform(({ validFor, ...rest }) => ({ ...rest, validForMs: validFor })),
    )
    .optional()
    .describe('Decisions on cohorts that stand when the test begins'),
  changes: z
    .array(
      strict({
        at: offset.describe('When'),
        customer: data.describe('Attributes that change'),
      }).transform(({ at, customer }) => ({ atMs: at, customer })),
    )
    .default([])
    .describe('Attributes that become known or change'),
  signals: givenSignals,
  crossings: givenCrossings,
  controls: z
    .array(
      strict({
        at: offset.describe('When'),
        kind: oneOf(['pause', 'resume', 'stop']).describe('What a person does'),
      }).transform(({ at, kind }) => ({ atMs: at, kind })),
    )
    .default([])
    .describe('What people do to the running treatment'),
  answers: z
    .array(
      strict({
        step: text.describe('The approve step'),
        decision: oneOf(['approve', 'reject']).describe('What is decided'),
        after: duration.default(0).describe('So long after it was asked'),
        finalText: text.optional().describe('The draft as the approver changed it'),
        by: z
          .array(text)
          .min(1, 'must name at least one person')
          .optional()
          .describe('Who decides, one after the other; default: one person'),
      }).transform(({ after, ...rest }) => ({ afterMs: after, ...rest })),
    )
    .default([])
    .describe('What people decide; each is used once, in order'),
  tasks: z
    .array(
      strict({
        step: text.describe('The step whose task it is'),
        result: z.string().default('done').describe('What is reported'),
        after: duration.default(0).describe('So long after it was opened'),
      }).transform(({ after, ...rest }) => ({ afterMs: after, ...rest })),
    )
    .default([])
    .describe('Work that people finish; each is used once, in order'),
  payments: strict({
    declines: texts.describe('Decline codes of the next charges, in order'),
    thenSucceed: z.boolean().default(true).describe('Whether charges after them succeed'),
  })
    .default({ declines: [], thenSucceed: true })
    .describe('How charges go'),
  topicCases: z
    .record(z.string(), z.number().int().min(0))
    .optional()
    .describe('Cases that other customers have had by the start, by their topic'),
  until: duration.describe('How long the test lasts'),
}).transform(({ until, ...rest }) => ({ ...rest, untilMs: until }));

const day = z.number().int('must be a whole day').min(0);

/** tests/*.yaml: one policy test a document. */
export const policyTestSchema = strict({
  test: text.describe('What must happen, as a sentence'),
  playbook: text.optional().describe('The play that is looked at; absent = only segments are'),
  context: context.optional().describe('The context whose treatment is looked at, where several run'),
  given: given.describe('Who the customer is and what happens'),
  expect: strict({
    segments: z.array(text).optional().describe('Segments at the end, all of them'),
    neverIn: texts.describe('Segments the customer must never have been in'),
    entered: z
      .array(
        strict({
          segment: text.describe('Which'),
          context: context.optional().describe('In which context'),
          day: day.describe('Calendar day; that of the start is 0'),
          reason: text.optional().describe('Words of the reason'),
        }),
      )
      .default([])
      .describe('Segments entered'),
    left: z
      .array(
        strict({
          segment: text.describe('The segment'),
          context: context.optional().describe('About what'),
          day: day.describe('Days since the start'),
        }),
      )
      .optional()
      .describe('Segments the customer leaves'),
    adjusted: z
      .array(
        strict({
          what: oneOf(adjustable).describe('What of the handling'),
          day: day.describe('Days since the start'),
          to: text.describe('The level from then on; standard = what the policies give everybody'),
        }),
      )
      .optional()
      .describe('What crossings change in how the customer is handled'),
    escalated: z
      .array(
        strict({
          day: day.describe('Days since the start'),
          signal: text.describe('The fact'),
          segment: text.describe('The segment that has it as a hard trigger'),
          queue: text.describe('Whose task it becomes'),
        }),
      )
      .optional()
      .describe('All facts that become a task at once'),
    effects: z
      .array(
        strict({
          day: day.describe('Whole days since the treatment began'),
          kind: text.describe('Kind of effect, or task, approve, plan, rescore'),
          step: text.describe('Its step'),
        }),
      )
      .optional()
      .describe('All effects in order; absent = they do not matter'),
    holds: z.array(text).optional().describe('What is on hold at the end'),
    banners: z.array(text).optional().describe('Banners shown at the end'),
    refusals: z
      .array(strict({ step: text.describe('Which step'), code: text.describe('The reason code') }))
      .default([])
      .describe('Effects that must be refused'),
    outcome: oneOf([...outcomes, 'none', 'open'] as const)
      .optional()
      .describe('How the treatment ends; none = it must not start, open = it still runs'),
    reason: text.optional().describe('Words of the reason of its end'),
  }).describe('What must have happened'),
}).transform(({ test, ...rest }): PolicyTest => ({ name: test, ...rest }));
