// Object identifiers of PostgreSQL's own types; they are part of its wire protocol.
const bigint = 20;
const numeric = 1700;
const date = 1082;
const timestamptz = 1184;

/** Text of a UTC session's timestamptz as an ISO instant with milliseconds. */
export function instantOf(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (!match) return text; // 'infinity' and years beyond 9999 stay as they are.
  return `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(3, '0').slice(0, 3)}Z`;
}

/** How both drivers read the types whose usual JavaScript form loses something or is not plain data. */
export const rowParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [bigint]: Number,
  [numeric]: Number,
  [date]: (text) => text,
  [timestamptz]: instantOf,
};
