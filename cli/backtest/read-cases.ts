import type { CompiledBook } from '../../domain/compiled-book';
import type { Dimension } from '../../domain/words';
import { scoreCustomer } from '../../simulation/backtest/score-customer';
import type { ScoredCase } from '../../simulation/backtest/scored-case';
import { CliFailure } from '../failure';
import { csvRows } from '../import/csv-rows';
import { columnsOf, type Mapping } from '../import/mapping';
import { rowFacts, type CsvRow } from '../import/row-facts';

/** A table's customers as a score sees them. */
export interface ReadCases {
  readonly cases: readonly ScoredCase[];
  /** Rows that say nothing: broken, without a fact, or passed over by the mapping. */
  readonly leftOut: number;
}

/** What is read, and how. */
export interface CaseSource {
  readonly csv: string;
  readonly mapping: Mapping;
  readonly mappingFile: string;
  readonly book: CompiledBook;
  readonly dimension: Dimension;
}

/** Scores every row of a table by its facts; the column that says what came is read for the comparison alone. */
export async function readCases({
  csv,
  mapping,
  mappingFile,
  book,
  dimension,
}: CaseSource): Promise<ReadCases> {
  const { outcome } = mapping;
  if (!outcome)
    throw new CliFailure(
      `${mappingFile} does not say what came: add outcome: { column: <column>, equals: <text>, title: <words> }.`,
    );
  const cases: ScoredCase[] = [];
  let leftOut = 0;
  for await (const { row } of csvRows(csv, [...columnsOf(mapping), outcome.column], 0)) {
    const one = row && caseOf(row);
    if (one) cases.push(one);
    else leftOut += 1;
  }
  return { cases, leftOut };

  function caseOf(row: CsvRow): ScoredCase | undefined {
    const facts = rowFacts(mapping, row);
    if (facts.kind !== 'facts') return undefined;
    const score = scoreCustomer(book, dimension, facts);
    if (!score) return undefined;
    const { points, tier, reasons } = score;
    const happened = (row[outcome!.column] ?? '').trim() === outcome!.equals;
    return { points, tier, reasons: reasons.map(({ code }) => code), happened };
  }
}
