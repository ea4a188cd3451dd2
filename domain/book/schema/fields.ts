import { z } from 'zod';
import { parseDuration } from '../../durations';
import { didYouMean } from '../nearest';

/** An object whose unknown keys are errors that name the nearest valid key; message and hint on two lines for each. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      return issue.keys.map((key) => `unknown key "${key}"\n${didYouMean(key, keys)}`).join('\n');
    },
  });
}

/** The error of a value that is missing or of another kind. */
const must = (words: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined ? 'is missing' : words;

/** A duration such as '48h', given in milliseconds. */
export const duration = z
  .string({ error: must("must be a duration such as '48h' or '30d'") })
  .transform((text, context) => {
    try {
      return parseDuration(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  })
  .meta({ title: 'duration', pattern: '^[0-9]+[smhdw]$' });

/** A kebab-case id of a segment, playbook or template. */
export const kebabId = z
  .string({ error: must('must be a text') })
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "must be kebab-case: small letters, digits and single hyphens, such as 'save-play'",
  )
  .meta({ title: 'kebab-case id' });

/** A name that expressions may use with a dot. */
export const plainName = z
  .string({ error: must('must be a text') })
  .regex(
    /^[a-z][A-Za-z0-9_]*$/,
    'must begin with a small letter and hold letters, digits and underscores only',
  )
  .meta({ title: 'name' });

/** Any text that says something. */
export const text = z
  .string({ error: must('must be a text') })
  .trim()
  .min(1, 'must not be empty')
  .meta({ title: 'text' });

/** A CEL expression; a bare true, false or number of YAML is taken as its text. */
export const expression = z
  .union([z.string().trim().min(1, 'must not be empty'), z.boolean(), z.number()], {
    error: 'must be a CEL expression',
  })
  .transform(String)
  .meta({ title: 'CEL expression' });

/** One value of a fixed list; the hint names the nearest. */
export function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, {
    error: ({ input }) =>
      typeof input === 'string'
        ? `"${input}" is not one of ${values.join(', ')}\n${didYouMean(input, values)}`
        : input === undefined
          ? 'is missing'
          : `must be one of ${values.join(', ')}`,
  });
}

/** A list of texts, empty by default. */
export const texts = z.array(text).default([]);

/** A number, a text or a boolean. */
export const scalar = z
  .union([z.number(), z.string(), z.boolean()], { error: must('must be a number, a text or true/false') })
  .meta({ title: 'value' });

const time = /^([01]\d|2[0-3]):[0-5]\d$/;

/** A local time of day such as '08:00'. */
export const timeOfDay = z
  .string({ error: must("must be a time such as '08:00'") })
  .regex(time, "must be a time of day such as '08:00'")
  .meta({ title: 'time of day' });

/** Whether a text is a local time of day. */
export function isTimeOfDay(text: string): boolean {
  return time.test(text);
}

/** What is parsed on its own where it stands, so that a fault in one hides none in another. */
export type PartName = 'step' | 'treatBranch' | 'decideBranch' | 'score' | 'signal' | 'attribute';

/** A part that is parsed later; editors are told its schema by this name. */
export function part(name: PartName) {
  return z.unknown().meta({ part: name });
}
