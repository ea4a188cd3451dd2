import { z } from 'zod';
import type { PolicyTest } from '../../policy-test';
import { outcomes } from '../../words';
import { duration, oneOf, scalar, strict, text, texts } from './fields';

// Before the start as well as after it: '-3d'.
const offset = z
  .string({ error: "must be a time from the start, such as '0d', '36h' or '-3d'" })
  .transform((written) => ({ negative: written.startsWith('-'), rest: written.replace(/^-/, '') }))
  .pipe(z.object({ negative: z.boolean(), rest: duration }))
  .transform(({ negative, rest }) => (negative ? -rest : rest));
const data = z.record(z.string(), scalar);
const context = text.regex(/^[a-z][A-Za-z0-9_]*:.+$/, "must be kind:id, such as 'transaction:2'");

/** Attributes of a customer. */
export const givenCustomer = data.default({});

/** Facts that arrive. */
export const givenSignals = z
  .array(
    strict({
      at: offset,
      name: text,
      value: scalar,
      data: data.optional(),
      context: context.optional(),
    }).transform(({ at, ...rest }) => ({ atMs: at, ...rest })),
  )
  .default([]);

/** Crossings of external segments. */
export const givenCrossings = z
  .array(
    strict({
      at: offset,
      segment: text,
      direction: oneOf(['entered', 'exited']).default('entered'),
      context: context.optional(),
    }).transform(({ at, ...rest }) => ({ atMs: at, ...rest })),
  )
  .default([]);

const given = strict({
  customer: givenCustomer,
  changes: z
    .array(strict({ at: offset, customer: data }).transform(({ at, customer }) => ({ atMs: at, customer })))
    .default([]),
  signals: givenSignals,
  crossings: givenCrossings,
  controls: z
    .array(
      strict({ at: offset, kind: oneOf(['pause', 'resume', 'stop']) }).transform(({ at, kind }) => ({
        atMs: at,
        kind,
      })),
    )
    .default([]),
  answers: z
    .array(
      strict({
        step: text,
        decision: oneOf(['approve', 'reject']),
        after: duration.default(0),
        finalText: text.optional(),
        by: z.array(text).min(1, 'must name at least one person').optional(),
      }).transform(({ after, ...rest }) => ({ afterMs: after, ...rest })),
    )
    .default([]),
  tasks: z
    .array(
      strict({ step: text, result: z.string().default('done'), after: duration.default(0) }).transform(
        ({ after, ...rest }) => ({ afterMs: after, ...rest }),
      ),
    )
    .default([]),
  payments: strict({ declines: texts, thenSucceed: z.boolean().default(true) }).default({
    declines: [],
    thenSucceed: true,
  }),
  until: duration,
}).transform(({ until, ...rest }) => ({ ...rest, untilMs: until }));

const day = z.number().int('must be a whole day').min(0);

/** tests/*.yaml: one policy test a document. */
export const policyTestSchema = strict({
  test: text,
  playbook: text.optional(),
  context: context.optional(),
  given,
  expect: strict({
    segments: z.array(text).optional(),
    neverIn: texts,
    entered: z
      .array(strict({ segment: text, context: context.optional(), day, reason: text.optional() }))
      .default([]),
    effects: z.array(strict({ day, kind: text, step: text })).optional(),
    holds: z.array(text).optional(),
    banners: z.array(text).optional(),
    refusals: z.array(strict({ step: text, code: text })).default([]),
    outcome: oneOf([...outcomes, 'none', 'open'] as const).optional(),
    reason: text.optional(),
  }),
}).transform(({ test, ...rest }): PolicyTest => ({ name: test, ...rest }));
