import type { Mapping } from './mapping';
import type { NumberedRow } from './csv-rows';
import type { RejectedRow } from './rejects';
import { rowFacts, type RowFacts } from './row-facts';

type Facts = Extract<RowFacts, { kind: 'facts' }>;

/** Whole rows whose facts are sent in one request. */
export interface Batch {
  readonly rows: readonly {
    readonly number: number;
    readonly line: number;
    readonly cells: readonly string[];
    readonly facts: Facts;
  }[];
  readonly rejected: readonly RejectedRow[];
  readonly passedOver: number;
  /** Number of the last row it covers. */
  readonly upTo: number;
}

interface OpenBatch {
  rows: { number: number; line: number; cells: readonly string[]; facts: Facts }[];
  rejected: RejectedRow[];
  passedOver: number;
  upTo: number;
  signals: number;
}

/** Groups rows into batches of at most `size` facts; a row is never torn, so a customer's periods stay together. */
export async function* batchesOf(
  rows: AsyncIterable<NumberedRow>,
  mapping: Mapping,
  size: number,
): AsyncGenerator<Batch> {
  let batch = emptyBatch();
  for await (const numbered of rows) {
    const { row, fault } = numbered;
    const facts: RowFacts = row
      ? rowFacts(mapping, row)
      : { kind: 'fault', field: '', reason: fault ?? 'no row' };
    const length = facts.kind === 'facts' ? facts.signals.length : 0;
    if (batch.signals + length > size || batch.rejected.length + batch.passedOver >= size) {
      yield batch;
      batch = emptyBatch();
    }
    add(batch, numbered, facts);
  }
  if (batch.upTo > 0) yield batch;
}

function add(batch: OpenBatch, { number, line, cells }: NumberedRow, facts: RowFacts): void {
  batch.upTo = number;
  switch (facts.kind) {
    case 'facts':
      batch.rows.push({ number, line, cells, facts });
      batch.signals += facts.signals.length;
      return;
    case 'passedOver':
      batch.passedOver += 1;
      return;
    case 'fault':
      batch.rejected.push({ number, line, cells, field: facts.field, reason: facts.reason });
  }
}

function emptyBatch(): OpenBatch {
  return { rows: [], rejected: [], passedOver: 0, upTo: 0, signals: 0 };
}
