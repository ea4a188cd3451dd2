import { parse } from 'yaml';
import { z } from 'zod';
import { childrenOf } from '../../domain/expressions/children';
import { compileCondition } from '../../domain/expressions/condition';
import { compileNumber } from '../../domain/expressions/number';
import { parseExpression, type ExpressionNode } from '../../domain/expressions/parsed';
import { pathOf } from '../../domain/expressions/path';
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
    /** CEL over `cell` (text) and `row`: other rows do not say it. */
    when: condition.optional(),
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

const attribute = z
  .strictObject({
    column: columnName,
    type,
    /** As of a signal. */
    value: number.optional(),
  })
  .refine((one) => one.value === undefined || one.type === 'number', 'value computes numbers only');

const mapping = z
  .strictObject({
    mapping: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be kebab-case: it is part of every id'),
    customer: z.strictObject({
      column: columnName,
      prefix: z.string().default(''),
      /** Kind of the identity that the column holds; absent = your ids of customers. */
      identity: z.string().min(1).max(50).optional(),
    }),
    /** CEL over `row`: other rows are passed over. */
    where: condition.optional(),
    /** Attributes that are the same in every row. */
    constants: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
    attributes: z.record(z.string(), attribute).default({}),
    signals: z.array(signal).min(1),
    /** What really came, for backtests; never sent as a fact. */
    outcome: z.strictObject({ column: columnName, equals: z.string(), title: z.string().min(1) }).optional(),
  })
  .refine(
    ({ customer, constants, attributes }) =>
      customer.identity === undefined || Object.keys({ ...constants, ...attributes }).length === 0,
    {
      path: ['customer', 'identity'],
      message:
        'cannot have attributes beside it: facts wait for the customer of an identity, attributes do not',
    },
  );

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
  return [...new Set([wanted.customer.column, ...ofAttributes, ...ofSignals, ...readByExpressions(wanted)])];
}

// A misspelt `row.Colum` has no value in any row: it must be told as a column that is not there, not as nobody's.
function readByExpressions({ where, attributes, signals }: Mapping): string[] {
  const values = Object.values(attributes).map(({ value }) => value);
  const ofSignals = signals.flatMap(({ value, when }) => [value, when]);
  return [where, ...values, ...ofSignals].flatMap((source) =>
    source === undefined ? [] : columnsReadBy(source),
  );
}

function columnsReadBy(source: string): string[] {
  const columns: string[] = [];
  const walk = (node: ExpressionNode): void => {
    const [root, column] = pathOf(node) ?? [];
    if (root === 'row' && column !== undefined) columns.push(column);
    childrenOf(node).forEach(walk);
  };
  walk(parseExpression(source).ast);
  return columns;
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
