import { readRun } from '../ports/store/tables/what-if-runs';
import type { Transaction } from '../ports/store/store';
import { lockActiveHash } from '../ports/store/tables/books';
import type { ExpectedCrossings } from '../ports/store/tables/publications';
import type { Application, Refusal } from './application';
import { activateBook, storeBook, type CheckedBook, type Published } from './publish-book';

/** How the policy tests of a book went. */
export interface BookTests {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly faults: readonly string[] }[];
}

/** Who publishes, why, and by what. */
export interface PublishAsk {
  readonly by: string;
  readonly note: string;
  /** Absent = they were not run. */
  readonly tests?: BookTests;
  /** Why it is published although tests fail. */
  readonly untested?: string;
  /** The book that must be active now; absent = whichever is. */
  readonly previous?: string;
  /** The comparison that was looked at. */
  readonly whatIf?: string;
}

/** What publishing came to. */
export type PublishedCandidate = Published & {
  readonly ok: true;
  readonly previous: string | null;
  /** Crossings that the storm breaker now takes for planned. */
  readonly expectedCrossings: number;
};

/**
 * Publishes a checked book unless its tests fail, another book became active meanwhile, or the comparison it was
 * looked at by was of other books. Its expected crossings arm the storm breaker.
 */
export async function publishCandidate(
  app: Pick<Application, 'store' | 'clock' | 'log'>,
  checked: CheckedBook,
  ask: PublishAsk,
): Promise<PublishedCandidate | Refusal> {
  const { by, note, tests, untested } = ask;
  if (tests && tests.failed.length > 0 && untested === undefined) return testsFail(tests);
  return app.store.transaction(async (tx) => {
    const active = await lockActiveHash(tx);
    if (ask.previous !== undefined && ask.previous !== active) return moved(ask.previous, active);
    const compared = await expectedBy(tx, ask.whatIf, { candidate: checked.book.hash, active });
    if ('code' in compared) return compared;
    await storeBook(tx, app, checked, { by, note });
    const published = await activateBook(
      tx,
      app,
      { hash: checked.book.hash, previous: active },
      {
        kind: 'publish',
        by,
        note,
        ...(tests && { testsPassed: tests.passed, testsFailed: tests.failed.length }),
        ...(tests && tests.failed.length > 0 && { untested: untested ?? null }),
        whatIf: ask.whatIf ?? null,
        expected: compared.expected,
      },
    );
    const expectedCrossings = compared.expected.reduce((sum, { count }) => sum + count, 0);
    return { ok: true, ...published, previous: active ?? null, expectedCrossings };
  });
}

async function expectedBy(
  tx: Transaction,
  id: string | undefined,
  books: { readonly candidate: string; readonly active: string | undefined },
): Promise<{ readonly expected: readonly ExpectedCrossings[] } | Refusal> {
  if (id === undefined) return { expected: [] };
  const run = await readRun(tx, id);
  if (run?.state !== 'done' || !run.report)
    return refusal('noWhatIf', `There is no finished what-if ${id}: ask for a new one.`, 'whatIf');
  if (run.candidate !== books.candidate || run.active !== books.active)
    return refusal(
      'otherWhatIf',
      `${id} compared ${run.candidate} with ${run.active}, and this is ${books.candidate} after ${books.active ?? 'no book'}: ask for a new one.`,
      'whatIf',
    );
  return { expected: run.report['crossings'] as readonly ExpectedCrossings[] };
}

function testsFail({ failed }: BookTests): Refusal {
  return {
    ...refusal(
      'policyTestsFail',
      `${failed.length} policy ${failed.length === 1 ? 'test fails' : 'tests fail'}; nothing was stored. Mend the book, or say why it is published all the same (untested).`,
    ),
    faults: failed.map(({ name, faults }) => ({
      field: name,
      message: faults.join('; '),
      fix: 'Play it with `tideline book test`.',
    })),
  };
}

function moved(expected: string, active: string | undefined): Refusal {
  return refusal(
    'bookMoved',
    `${active ?? 'No book'} is active and not ${expected}: somebody published meanwhile. Look at \`tideline book history\`, then publish again.`,
    'previous',
  );
}

function refusal(code: string, message: string, field?: string): Refusal {
  return { ok: false, code, message, ...(field !== undefined && { field }) };
}
