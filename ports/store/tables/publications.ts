import type { Transaction } from '../store';

/** Crossings that a change of the book makes expected. */
export interface ExpectedCrossings {
  readonly segment: string;
  readonly direction: string;
  readonly count: number;
}

/** One time another book became the active one. */
export interface Publication {
  readonly id: number;
  readonly kind: 'publish' | 'rollback';
  readonly hash: string;
  readonly previous: string | null;
  readonly at: string;
  readonly by: string;
  readonly note: string;
  /** Null = no policy tests were run. */
  readonly testsPassed: number | null;
  readonly testsFailed: number | null;
  /** Why it was published although tests fail. */
  readonly untested: string | null;
  readonly whatIf: string | null;
  readonly expected: readonly ExpectedCrossings[];
}

const columns = `id, kind, hash, previous, at, by_whom AS by, note, tests_passed AS "testsPassed",
  tests_failed AS "testsFailed", untested, what_if AS "whatIf", expected`;

/** Writes one down. */
export async function insertPublication(tx: Transaction, row: Omit<Publication, 'id'>): Promise<void> {
  await tx.query(
    `INSERT INTO publications (kind, hash, previous, at, by_whom, note, tests_passed, tests_failed, untested, what_if,
       expected)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.kind,
      row.hash,
      row.previous,
      row.at,
      row.by,
      row.note,
      row.testsPassed,
      row.testsFailed,
      row.untested,
      row.whatIf,
      JSON.stringify(row.expected),
    ],
  );
}

/** The latest ones, the newest first. */
export async function listPublications(tx: Transaction, limit: number): Promise<Publication[]> {
  return tx.query<Publication>(`SELECT ${columns} FROM publications ORDER BY id DESC LIMIT $1`, [limit]);
}

/** The publication, not roll-back, that last brought a book. */
export async function lastPublicationOf(tx: Transaction, hash: string): Promise<Publication | undefined> {
  const [row] = await tx.query<Publication>(
    `SELECT ${columns} FROM publications WHERE hash = $1 AND kind = 'publish' ORDER BY id DESC LIMIT 1`,
    [hash],
  );
  return row;
}

/** The latest change of the book, if it came at or after an instant. */
export async function publicationSince(tx: Transaction, since: string): Promise<Publication | undefined> {
  const [row] = await tx.query<Publication>(
    `SELECT ${columns} FROM (SELECT * FROM publications ORDER BY id DESC LIMIT 1) AS latest WHERE at >= $1`,
    [since],
  );
  return row;
}
