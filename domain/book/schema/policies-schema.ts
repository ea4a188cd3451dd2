import { z } from 'zod';
import { messageClasses } from '../../words';
import { levelShapes, messageCap } from './level-shapes';
import { duration, expression, oneOf, plainName, strict, text, texts, timeOfDay } from './fields';

const share = z.number().min(0, 'must be a share between 0 and 1').max(1, 'must be a share between 0 and 1');

const declineClass = strict({
  codes: texts.describe('Decline codes of the payment provider'),
  action: oneOf(['retry', 'customerMustAct', 'stop', 'operator']).describe('What follows'),
  waits: z.array(duration).default([]).describe('Before the second, third, … attempt'),
});

/** policies.yaml: the live rules of the workspace. */
export const policiesSchema = strict({
  zone: text.describe('IANA zone whose calendar days count'),
  value: strict({
    amount: expression.describe('What a customer is worth, in major units'),
    strategic: expression.default('false').describe('Who is of high value whatever the amount'),
    floors: strict({
      high: z.number().min(0).describe('Nobody below it is high'),
      medium: z.number().min(0).describe('Nobody below it is medium'),
    }).describe('Amounts below which percentiles make no tier'),
    percentiles: strict({
      high: share.describe('Share of the base that is below high'),
      medium: share.describe('Share of the base that is below medium'),
    })
      .default({ high: 0.9, medium: 0.6 })
      .describe('Where the base is cut into tiers of value'),
  }).describe('What customers are worth'),
  economics: strict({
    churnProbability: z
      .array(
        strict({
          points: z.number().min(0).max(100).describe('Points of the churn score'),
          probability: share.describe('Chance of a cancellation at so many points'),
        }),
      )
      .min(1, 'must have at least one line')
      .describe('Known points of the line from churn points to the chance of a cancellation, ascending'),
    saveRate: share.describe('Share of those who would have left that an attempt keeps'),
    offerCost: expression.describe('What is given away, in major units'),
    effortCost: expression.describe('What the time of people costs, in major units'),
  })
    .optional()
    .describe(
      'What the decision about keeping a customer weighs; left out, nothing is weighed and economics is not offered',
    ),
  contact: strict({
    quietHours: strict({
      from: timeOfDay.describe('First'),
      until: timeOfDay.describe('Last'),
    }).describe('Hours of the recipient’s day between which messages may go out'),
    frequencyCap: strict({
      messages: z.number().int().min(1).describe('At most so many'),
      period: duration.describe('In so long'),
      classes: z.array(oneOf(messageClasses)).describe('Classes of message that are counted'),
    }).describe('Most messages to one customer, over all playbooks, where no segment names a frequency'),
    burstCap: messageCap(1).optional().describe('Holds beside it, for everybody'),
    reminders: messageCap(1)
      .extend({ perCycle: z.number().int().min(1).describe('At most so many in one treatment') })
      .optional()
      .describe('Most payment reminders: messages of plays of the class payment, whatever their own class'),
    frequencies: z
      .record(plainName, messageCap(0))
      .default({})
      .describe('Levels that segments name as contact frequency'),
    defaultZone: text
      .optional()
      .describe('Zone of recipients whose own is not known; default: the workspace’s'),
    businessHours: strict({ from: timeOfDay.describe('First'), until: timeOfDay.describe('Last') })
      .default({ from: '09:00', until: '17:00' })
      .describe('Hours of the recipient’s working day in which meetings are proposed'),
    roles: z
      .array(text)
      .min(1, 'must name at least one role')
      .default(['champion', 'sponsor', 'billing', 'user', 'customer'])
      .describe('Roles that contacts of customers have; `customer` is the customer itself'),
    sender: text.describe('Whom messages come from'),
  }).describe('Live rules of contact'),
  ...levelShapes,
  budgets: z
    .record(
      plainName,
      strict({
        offers: z.number().int().min(0).describe('How many offers'),
        amount: z.number().min(0).describe('How much in all, in major units'),
      }),
    )
    .default({})
    .describe('What offers may cost in a calendar month; an offer step names one'),
  allowedActions: strict({
    low: texts.describe('Where little is at stake'),
    medium: texts.describe('Where something is'),
    high: texts.describe('Where much is'),
  }).describe('Kinds of effect that automation does alone, by stakes'),
  confidence: strict({
    strongFrom: share.describe('Below it the gate refuses offers'),
  })
    .optional()
    .describe('From which confidence of a score on it carries strong treatment; absent = from any'),
  approvals: z
    .record(
      plainName,
      strict({
        roles: z.array(text).min(1, 'must name at least one role').describe('Who may decide'),
        remindAfter: duration.describe('When they are reminded'),
        expireAfter: duration.describe('When it is too late'),
        approvers: z
          .number()
          .int()
          .min(1, 'must be 1 or 2')
          .max(2, 'must be 1 or 2')
          .default(1)
          .describe('Two = four eyes: the second approver is another person'),
      }),
    )
    .describe('Rules by which people decide; an approve step names one'),
  blocklist: strict({
    signal: text.describe('The signal that says whom an entry has hit'),
    roles: z.array(text).min(1, 'must name at least one role').describe('Who may add and remove entries'),
    longest: duration.describe('No entry lasts longer'),
    networks: strict({
      ipv4: z
        .number()
        .int()
        .min(8, 'must be a prefix from 8 to 32')
        .max(32, 'must be a prefix from 8 to 32')
        .describe('Shortest prefix of a network of version 4 that may be blocked; a wider one is refused'),
      ipv6: z
        .number()
        .int()
        .min(16, 'must be a prefix from 16 to 128')
        .max(128, 'must be a prefix from 16 to 128')
        .describe('Shortest prefix of a network of version 6 that may be blocked; a wider one is refused'),
    }).describe('The widest networks that may be blocked'),
  })
    .optional()
    .describe('Devices, addresses and patterns that must not do business here'),
  identities: strict({
    waitFor: duration.describe('After so long people are told; it can still be assigned'),
  })
    .optional()
    .describe('Facts under identities that no customer has; absent = they wait 90 days'),
  humanRequest: strict({
    signal: text.describe('The signal that says it'),
    queue: text.describe('Where the task goes'),
    title: text.describe('What it says'),
    due: duration.describe('By when'),
  })
    .optional()
    .describe('The task that a customer who asks for a person gets at once'),
  roles: z.array(text).min(1, 'must name at least one role').describe('Roles of people'),
  waiveRoles: texts.describe('Who may let a milestone of a plan count as done although it is not'),
  queues: z.array(text).min(1, 'must name at least one queue').describe('Where work of people waits'),
  capacity: strict({
    tasks: z
      .record(z.string(), z.number().int().min(0))
      .default({})
      .describe('Tasks a week by queue; the others are not watched'),
    messages: z.number().int().min(0).optional().describe('Messages a week'),
    offers: z.number().min(0).optional().describe('Money offered in a week, in major units'),
  })
    .optional()
    .describe('What people and purses can bear; a what-if warns beyond it'),
  operationsQueue: text.describe('The queue of what the machine cannot settle'),
  holdout: strict({
    salt: text.describe('Drawn with: another salt draws everybody anew'),
    globalShare: z
      .number()
      .min(0)
      .max(0.5)
      .describe('Share of customers that is held out of every play that may be'),
  }).describe('Who is held out'),
  stormBreaker: strict({
    factor: z.number().min(1).describe('So many times the norm of 28 days'),
    floor: z.number().int().min(1).describe('Fewer crossings than this never trip it'),
    window: duration.describe('Crossings of so long are counted'),
  }).describe('When starts are held back until a person looks'),
  retry: strict({
    unknown: text.describe('Class of codes that no class lists'),
    classes: z.record(plainName, declineClass).describe('By name'),
  }).describe('When a declined charge is tried again'),
  dryRun: z.boolean().default(false).describe('True = everything is decided and nothing goes out'),
});
export type PoliciesSource = z.output<typeof policiesSchema>;
