import type { Transaction } from '../store';

/** The active book's row without its content, and who still runs on which book. */
export interface BookView {
  readonly hash: string;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly note: string;
  readonly running: { bookHash: string; playbook: string; step: string; treatments: number }[];
}

/** The active book, or undefined while none was published. */
export async function viewActiveBook(tx: Transaction): Promise<BookView | undefined> {
  const rows = await tx.query<Omit<BookView, 'running'>>(
    `SELECT b.hash, b.published_at AS "publishedAt", b.published_by AS "publishedBy", b.note
     FROM active_book a JOIN books b ON b.hash = a.hash`,
  );
  const row = rows[0];
  return row && { ...row, running: await countRunning(tx) };
}

/** How many open treatments run on each book, and at which step. */
export async function countRunning(tx: Transaction): Promise<BookView['running']> {
  return tx.query(
    `SELECT book_hash AS "bookHash", playbook, step, count(*) AS treatments FROM treatments
     WHERE state <> 'closed' GROUP BY book_hash, playbook, step ORDER BY book_hash, playbook, step`,
  );
}
