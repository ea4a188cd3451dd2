/** One column: its heading and what it shows of a row. */
export interface Column<Row> {
  readonly heading: string;
  readonly show: (row: Row) => unknown;
}

/** What a list without entries says. */
export const nothingToShow = 'Nothing to show.';

/** Lines of an aligned table; says so when there is nothing. */
export function tableLines<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  if (rows.length === 0) return [nothingToShow];
  const cells = rows.map((row) => columns.map((column) => cellText(column.show(row))));
  const widths = columns.map((column, at) =>
    Math.max(column.heading.length, ...cells.map((line) => line[at]!.length)),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => text.padEnd(widths[at]!))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.heading)), ...cells.map(line)];
}

/** Columns that show fields of the same name, headed by the words given. */
export function fields(
  ...pairs: readonly (readonly [field: string, heading: string])[]
): Column<Record<string, unknown>>[] {
  return pairs.map(([field, heading]) => ({ heading, show: (row) => row[field] }));
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value.replace(/\s+/g, ' ') : JSON.stringify(value);
}
