import { parse } from 'yaml';
import { z } from 'zod';
import { compileCondition } from '../../domain/expressions/condition';
import { compileNumber } from '../../domain/expressions/number';
import { signalTypes } from '../../domain/signals/signal';
import { CliFailure } from '../failure';

const columnName = z.string().min(1);
const type = z.enum(signalTypes);
const condition = z.string().refine(parses(compileCondition), 'is not a CEL expression');
const number = z.string().refine(parses(compileNumber), 'is not a CEL expression');
const at = z.iso.datetime({ offset: true, error: 'must be an instant such as 2005-04-30T00:00:00Z' });

const signal = z
  .strictObject({
    name: z.string().min(1),
    type,
    /** CEL over `cell` (typed) and `row` (texts by column); number and boolean signals only. */
    value: number.optional(),
    /** Wide table: one column per period. */
    periods: z
      .array(z.strictObject({ column: columnName, occurredAt: at }))
      .min(1)
      .optional(),
    /** Long table: one row per period. */
    column: columnName.optional(),
    occurredAt: z.union([at, z.strictObject({ column: columnName })]).optional(),
  })
  .refine(
    (one) =>
      one.periods ? !one.column && !one.occurredAt : one.column !== undefined && one.occurredAt !== undefined,
    'needs either periods, or column and occurredAt',
  )
  .refine(
    (one) => one.value === undefined || one.type !== 'string',
    'value computes numbers and booleans only',
  );

const mapping = z.strictObject({
  mapping: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be kebab-case: it is part of every id'),
  customer: z.strictObject({ column: columnName, prefix: z.string().default('') }),
  /** CEL over `row`: other rows are passed over. */
  where: condition.optional(),
  attributes: z.record(z.string(), z.strictObject({ column: columnName, type })).default({}),
  signals: z.array(signal).min(1),
});

/** How a table's columns become facts. */
export type Mapping = z.output<typeof mapping>;
export type SignalMapping = Mapping['signals'][number];

/** Reads a mapping; every fault is named at once. */
export function parseMapping(text: string, file: string): Mapping {
  const parsed = mapping.safeParse(yamlOf(text, file));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || 'mapping'}: ${issue.message}`,
  );
  throw new CliFailure(`${file} is not a mapping:\n${faults.join('\n')}`);
}

/** The columns a mapping reads. */
export function columnsOf(wanted: Mapping): string[] {
  const ofSignals = wanted.signals.flatMap((one) => [
    ...(one.periods?.map((period) => period.column) ?? []),
    ...(one.column === undefined ? [] : [one.column]),
    ...(typeof one.occurredAt === 'object' ? [one.occurredAt.column] : []),
  ]);
  const ofAttributes = Object.values(wanted.attributes).map((attribute) => attribute.column);
  return [...new Set([wanted.customer.column, ...ofAttributes, ...ofSignals])];
}

function yamlOf(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new CliFailure(`${file} is not YAML: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function parses(compile: (source: string) => unknown): (source: string) => boolean {
  return (source) => {
    try {
      compile(source);
      return true;
    } catch {
      // The library's error is for its own callers; the refinement names the field.
      return false;
    }
  };
}
