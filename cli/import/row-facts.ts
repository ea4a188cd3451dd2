import { createHash } from 'node:crypto';
import { compileCondition } from '../../domain/expressions/condition';
import { compileNumber } from '../../domain/expressions/number';
import type { SignalType, SignalValue } from '../../domain/signals/signal';
import type { Mapping, SignalMapping } from './mapping';

/** A row's cells by column. */
export type CsvRow = Readonly<Record<string, string>>;

/** A signal ready to be sent. */
export interface SignalItem {
  readonly id: string;
  readonly source: string;
  readonly customer?: string;
  readonly identity?: { readonly kind: string; readonly value: string };
  readonly name: string;
  readonly value: SignalValue;
  readonly occurredAt: string;
}

/** What one row says; `passedOver` = the mapping's `where` leaves it out. */
export type RowFacts =
  | {
      readonly kind: 'facts';
      readonly customer: string;
      readonly attributes: Readonly<Record<string, SignalValue>>;
      readonly signals: readonly SignalItem[];
    }
  | { readonly kind: 'passedOver' }
  | { readonly kind: 'fault'; readonly field: string; readonly reason: string };

class RowFault extends Error {
  constructor(
    readonly field: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Turns a row into a customer's facts in time order; an empty cell is no fact. */
export function rowFacts(mapping: Mapping, row: CsvRow): RowFacts {
  if (mapping.where !== undefined && !compileCondition(mapping.where)({ row })) return { kind: 'passedOver' };
  try {
    const id = cellOf(row, mapping.customer.column);
    if (id === '') throw new RowFault(mapping.customer.column, 'the customer id is empty');
    const customer = `${mapping.customer.prefix}${id}`;
    const signals = mapping.signals.flatMap((one) => signalsOf(mapping, one, customer, row));
    signals.sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
    return { kind: 'facts', customer, attributes: attributesOf(mapping, row), signals };
  } catch (error) {
    if (error instanceof RowFault) return { kind: 'fault', field: error.field, reason: error.reason };
    throw error;
  }
}

function signalsOf(mapping: Mapping, wanted: SignalMapping, customer: string, row: CsvRow): SignalItem[] {
  return periodsOf(wanted, row).flatMap(({ column, occurredAt }) => {
    if (wanted.when !== undefined && !compileCondition(wanted.when)({ cell: cellOf(row, column), row }))
      return [];
    const value = signalValue(wanted, column, row);
    if (value === undefined) return [];
    // The same fact gets the same id in every run, so that the server takes it once; the customer's id stays out of it.
    const who = createHash('sha256').update(customer).digest('hex').slice(0, 24);
    const id = `${mapping.mapping}/${who}/${wanted.name}/${occurredAt}`;
    const { identity: kind } = mapping.customer;
    const whose = kind === undefined ? { customer } : { identity: { kind, value: customer } };
    return [{ id, source: `import:${mapping.mapping}`, ...whose, name: wanted.name, value, occurredAt }];
  });
}

function periodsOf(wanted: SignalMapping, row: CsvRow): { column: string; occurredAt: string }[] {
  if (wanted.periods)
    return wanted.periods.map((period) => ({ ...period, occurredAt: utc(period.occurredAt) }));
  const { column, occurredAt } = wanted;
  if (column === undefined || occurredAt === undefined) return [];
  if (typeof occurredAt === 'string') return [{ column, occurredAt: utc(occurredAt) }];
  const text = cellOf(row, occurredAt.column);
  if (!Number.isFinite(Date.parse(text)))
    throw new RowFault(occurredAt.column, `"${text}" is not an instant`);
  return [{ column, occurredAt: utc(text) }];
}

function signalValue(
  { type, value: expression }: Pick<SignalMapping, 'type' | 'value'>,
  column: string,
  row: CsvRow,
): SignalValue | undefined {
  const text = cellOf(row, column);
  if (expression === undefined || text === '') return typed(column, text, type);
  // What the expression makes of a cell decides, so that words may become numbers.
  const cell = type === 'number' && Number.isFinite(Number(text)) ? Number(text) : text;
  const scope = { cell, row };
  const value = type === 'boolean' ? compileCondition(expression)(scope) : compileNumber(expression)(scope);
  if (value === undefined) throw new RowFault(column, `${expression} gives no number for "${text}"`);
  return value;
}

function attributesOf(mapping: Mapping, row: CsvRow): Record<string, SignalValue> {
  const values = Object.entries(mapping.attributes).flatMap(([name, wanted]) => {
    const value = signalValue(wanted, wanted.column, row);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...mapping.constants, ...Object.fromEntries(values) };
}

function typed(column: string, text: string, type: SignalType): SignalValue | undefined {
  if (text === '') return undefined;
  switch (type) {
    case 'string':
      return text;
    case 'number':
      if (!Number.isFinite(Number(text))) throw new RowFault(column, `"${text}" is not a number`);
      return Number(text);
    case 'boolean':
      if (/^(true|yes|1)$/i.test(text)) return true;
      if (/^(false|no|0)$/i.test(text)) return false;
      throw new RowFault(column, `"${text}" is neither true nor false`);
  }
}

function cellOf(row: CsvRow, column: string): string {
  return (row[column] ?? '').trim();
}

function utc(text: string): string {
  return new Date(text).toISOString();
}
