import { z } from 'zod';
import { crashPoints } from '../application/crash-points';

// One sentence for whatever is wrong: what to write instead.
const whole = (fix: string, least: number, most: number) =>
  z.coerce
    .number({ error: fix })
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, { error: fix });
const port = whole('write a whole number from 0 to 65535', 0, 65_535);
const atLeastOne = whole('write a whole number of at least 1', 1, Number.MAX_SAFE_INTEGER);
const flag = z.enum(['true', 'false'], { error: 'write true or false' }).transform((text) => text === 'true');
const address = z.url({ error: 'write an address such as http://127.0.0.1:8787' });
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
const scaleFix = 'write a number from 1 to 8640: a simulated day must last at least 10 seconds';

const schema = z.object({
  TIDELINE_WORKSPACE: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'use lower-case letters, digits and hyphens')
    .default('local'),
  TIDELINE_DATA_DIR: z.string().min(1).default('.tideline/data'),
  TIDELINE_BOOK_DIR: z.string().min(1).default('config/book'),
  TIDELINE_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'write postgres://user:password@host:port/database')
    .optional(),
  TIDELINE_TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^:]+:\d+$/, 'write host:port')
    .default('127.0.0.1:7233'),
  TIDELINE_TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TIDELINE_TEMPORAL_API_KEY: z.string().min(1).optional(),
  TIDELINE_TASK_QUEUE: z.string().min(1).default('treatments'),
  TIDELINE_MAX_CACHED_WORKFLOWS: atLeastOne.optional(),
  TIDELINE_API_HOST: z.string().min(1).default('127.0.0.1'),
  TIDELINE_API_PORT: port.default(8787),
  TIDELINE_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'write smtp://host:port')
    .default('smtp://127.0.0.1:1025'),
  // No defaults for secrets: a known webhook secret would let anyone report a payment.
  TIDELINE_STRIPE_KEY: z.string().min(1).optional(),
  TIDELINE_STRIPE_URL: address.default('http://127.0.0.1:8420'),
  TIDELINE_STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
  // Pages of yours that messages link to; {customer} becomes the opaque customer key.
  TIDELINE_UPDATE_CARD_URL: z.string().min(1).default('https://example.com/billing/{customer}'),
  TIDELINE_ACCOUNT_URL: z.string().min(1).default('https://example.com/account/{customer}'),
  TIDELINE_CLOCK_BASE: z.iso
    .datetime({ error: 'write an instant such as 2026-01-31T09:00:00Z' })
    .default('2020-01-01T00:00:00.000Z'),
  TIDELINE_CLOCK_SCALE: z.coerce
    .number({ error: scaleFix })
    .min(1, { error: scaleFix })
    .max(8640, { error: scaleFix })
    .default(1),
  TIDELINE_TRUST_UNSIGNED: flag.default(false),
  TIDELINE_SANDBOX_HOST: z.string().min(1).default('127.0.0.1'),
  TIDELINE_SANDBOX_PORT: port.default(8420),
  TIDELINE_MAIL_SMTP_PORT: port.default(1025),
  TIDELINE_MAIL_HTTP_PORT: port.default(8025),
  TIDELINE_TEMPORAL_PORT: port.default(7233),
  TIDELINE_TEMPORAL_UI_PORT: port.default(8233),
  // Seconds a starting process waits for PostgreSQL, and then for Temporal.
  TIDELINE_START_PATIENCE: z.coerce
    .number({ error: 'write a number of seconds' })
    .min(0, { error: 'write a number of seconds' })
    .default(120),
  TIDELINE_LOG_LEVEL: z.enum(logLevels, { error: `write one of ${logLevels.join(', ')}` }).default('info'),
  TIDELINE_URL: address.optional(),
  TIDELINE_TOKEN: z.string().min(1).optional(),
  TIDELINE_CRASH_POINT: z.enum(crashPoints, { error: `write one of ${crashPoints.join(', ')}` }).optional(),
  /** Only with effects of this kind. */
  TIDELINE_CRASH_KIND: z.string().optional(),
  TIDELINE_CRASH_ONE_IN: atLeastOne.default(1),
});

/** All settings of a process, as read once from the environment. */
export type Settings = Readonly<z.output<typeof schema>>;

/** Thrown with every fault of the environment in one message. */
export class InvalidSettings extends Error {
  constructor(faults: readonly string[]) {
    super(`The environment cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

/** Settings without a default. */
export type SettingToGive = {
  [K in keyof Settings]-?: undefined extends Settings[K] ? K : never;
}[keyof Settings];

/** What whoever charges, or hears of payments, cannot do without. */
export const paymentSecrets = ['TIDELINE_STRIPE_KEY', 'TIDELINE_STRIPE_WEBHOOK_SECRET'] as const;

/** Parses the environment of a process that needs these. Throws InvalidSettings naming each variable and the fix. */
export function readSettings(
  environment: NodeJS.ProcessEnv = process.env,
  needed: readonly SettingToGive[] = [],
): Settings {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  const issues = parsed.error?.issues ?? [];
  const faults = [
    ...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...missingOf(set, needed),
  ];
  if (!parsed.success || faults.length > 0) throw new InvalidSettings(faults);
  return Object.freeze(parsed.data);
}

/** The settings with these, which a part cannot do without. Throws InvalidSettings naming each that is not set. */
export function required<K extends SettingToGive>(settings: Settings, names: readonly K[]): WithAll<K> {
  const faults = missingOf(settings, names);
  if (faults.length > 0) throw new InvalidSettings(faults);
  return settings as WithAll<K>;
}

type WithAll<K extends SettingToGive> = Settings & { readonly [N in K]: NonNullable<Settings[N]> };

function missingOf(set: Readonly<Record<string, unknown>>, names: readonly SettingToGive[]): string[] {
  return names
    .filter((name) => set[name] === undefined)
    .map((name) => `${name}: set it; this process needs it`);
}

/** What a child process of ours needs of the environment besides its own settings. */
export function inheritedEnvironment(): Readonly<Record<string, string | undefined>> {
  return { PATH: process.env['PATH'] };
}
