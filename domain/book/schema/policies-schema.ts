import { z } from 'zod';
import { messageClasses } from '../../words';
import { duration, expression, oneOf, plainName, strict, text, texts, timeOfDay } from './fields';

const share = z.number().min(0, 'must be a share between 0 and 1').max(1, 'must be a share between 0 and 1');

const declineClass = strict({
  codes: texts,
  action: oneOf(['retry', 'customerMustAct', 'stop', 'operator']),
  waits: z.array(duration).default([]),
});

/** policies.yaml: the live rules of the workspace. */
export const policiesSchema = strict({
  zone: text,
  value: strict({
    amount: expression,
    strategic: expression.default('false'),
    floors: strict({ high: z.number().min(0), medium: z.number().min(0) }),
    percentiles: strict({ high: share, medium: share }).default({ high: 0.9, medium: 0.6 }),
  }),
  contact: strict({
    quietHours: strict({ from: timeOfDay, until: timeOfDay }),
    frequencyCap: strict({
      messages: z.number().int().min(1),
      period: duration,
      classes: z.array(oneOf(messageClasses)),
    }),
    defaultZone: text.optional(),
    businessHours: strict({ from: timeOfDay, until: timeOfDay }).default({ from: '09:00', until: '17:00' }),
    /** Roles that contacts of customers have; `customer` is the customer itself. */
    roles: z
      .array(text)
      .min(1, 'must name at least one role')
      .default(['champion', 'sponsor', 'billing', 'user', 'customer']),
    sender: text,
  }),
  allowedActions: strict({ low: texts, medium: texts, high: texts }),
  approvals: z.record(
    plainName,
    strict({
      roles: z.array(text).min(1, 'must name at least one role'),
      remindAfter: duration,
      expireAfter: duration,
      /** Two = four eyes: the second approver is another person. */
      approvers: z.number().int().min(1, 'must be 1 or 2').max(2, 'must be 1 or 2').default(1),
    }),
  ),
  blocklist: strict({
    signal: text,
    roles: z.array(text).min(1, 'must name at least one role'),
    longest: duration,
    networks: strict({
      ipv4: z.number().int().min(8, 'must be a prefix from 8 to 32').max(32, 'must be a prefix from 8 to 32'),
      ipv6: z
        .number()
        .int()
        .min(16, 'must be a prefix from 16 to 128')
        .max(128, 'must be a prefix from 16 to 128'),
    }),
  }).optional(),
  humanRequest: strict({ signal: text, queue: text, title: text, due: duration }).optional(),
  roles: z.array(text).min(1, 'must name at least one role'),
  queues: z.array(text).min(1, 'must name at least one queue'),
  operationsQueue: text,
  holdout: strict({ salt: text, globalShare: z.number().min(0).max(0.5) }),
  stormBreaker: strict({ factor: z.number().min(1), floor: z.number().int().min(1), window: duration }),
  retry: strict({ unknown: text, classes: z.record(plainName, declineClass) }),
  dryRun: z.boolean().default(false),
});
export type PoliciesSource = z.output<typeof policiesSchema>;
