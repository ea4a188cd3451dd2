import { z } from 'zod';
import { duration, kebabId, scalar, strict, text } from '../../domain/book/schema/fields';
import {
  givenConsents,
  givenCrossings,
  givenCustomer,
  givenSignals,
} from '../../domain/book/schema/policy-test-schema';
import type { GivenCustomer, Responses } from './responses';
import type { Spread } from './spread';

const share = z
  .number('must be a share between 0 and 1')
  .min(0, 'must be at least 0')
  .max(1, 'must be at most 1');
const amount = z.number('must be a number').min(0, 'must be at least 0');

const spread = z
  .union(
    [
      duration.transform((ms): Spread => ({ kind: 'fixed', ms })),
      strict({ from: duration, to: duration })
        .refine(({ from, to }) => from <= to, 'from must not be after to')
        .transform(({ from, to }): Spread => ({ kind: 'uniform', fromMs: from, toMs: to })),
      strict({ mean: duration }).transform(({ mean }): Spread => ({ kind: 'exponential', meanMs: mean })),
      strict({ median: duration, p90: duration })
        .refine(
          ({ median, p90 }) => 0 < median && median <= p90,
          'median must be above zero and not above p90',
        )
        .transform(({ median, p90 }): Spread => ({ kind: 'logNormal', medianMs: median, p90Ms: p90 })),
    ],
    {
      error:
        "must be a time such as '4h', { from: 1h, to: 2d } (any as likely), { mean: 2d } (at any moment) or { median: 8h, p90: 2d } (as people take)",
    },
  )
  .default({ kind: 'fixed', ms: 0 });

const approvals = z
  .array(
    strict({
      step: text.optional(),
      approve: share.default(0),
      reject: share.default(0),
      edit: share.default(0),
      after: spread,
    }).refine(({ approve, reject }) => approve + reject <= 1, 'approve and reject together are more than 1'),
  )
  .default([]);

const tasks = z
  .array(
    strict({
      step: text.optional(),
      done: share.default(1),
      result: z.string().default('done'),
      after: spread,
    }),
  )
  .default([]);

const payments = strict({
  succeed: z.array(share).default([]),
  declines: z.record(text, amount).default({ generic_decline: 1 }),
}).default({ succeed: [], declines: { generic_decline: 1 } });

const events = z
  .array(
    strict({
      // The play's start, or a step.
      from: text.default('start').transform((step) => (step === 'start' ? '' : step)),
      probability: share.default(1),
      after: spread,
      facts: z
        .array(
          strict({
            name: text,
            value: scalar,
            data: z.record(z.string(), scalar).optional(),
            context: text.optional(),
            invoices: z.literal('open', "must be 'open' or left out").optional(),
          }),
        )
        .min(1, 'must name at least one fact'),
    }),
  )
  .default([]);

const minutes = strict({
  task: amount.default(0),
  approval: amount.default(0),
  kinds: z.record(text, amount).default({}),
  steps: z.record(text, amount).default({}),
}).default({ task: 0, approval: 0, kinds: {}, steps: {} });

const costs = strict({
  currency: text.default('EUR'),
  hour: amount.default(0),
  effects: z.record(text, amount).default({}),
}).default({ currency: 'EUR', hour: 0, effects: {} });

const customerFields = {
  customer: givenCustomer,
  consents: givenConsents,
  signals: givenSignals,
  crossings: givenCrossings,
  until: duration.optional(),
};

/** A customer's file: attributes and facts, as policy tests give them. */
export const customerSchema = strict(customerFields).transform(({ until, ...rest }): GivenCustomer => ({
  ...rest,
  ...(until !== undefined && { untilMs: until }),
}));

/** A responses file. */
export const responsesSchema = strict({
  responses: kebabId,
  note: text.default('no note'),
  given: customerSchema.optional(),
  approvals,
  tasks,
  payments,
  events,
  minutes,
  costs,
}).transform(({ responses, ...rest }): Responses => ({ playbook: responses, ...rest }));
