import { lockActiveHash, readBookContent } from '../ports/store/tables/books';
import {
  lastPublicationOf,
  listPublications,
  type ExpectedCrossings,
  type Publication,
} from '../ports/store/tables/publications';
import type { Application, Refusal } from './application';
import { activateBook } from './publish-book';
import type { PublishedCandidate } from './publish-candidate';

// How far back changes are undone for the storm breaker; older ones have long had their crossings.
const mostUndone = 20;

/** Makes an earlier book the active one again; without a hash, the one before the active one. Running treatments keep theirs. */
export async function rollBackBook(
  app: Pick<Application, 'store' | 'clock' | 'log'>,
  ask: { readonly hash?: string; readonly by: string; readonly note: string },
): Promise<PublishedCandidate | Refusal> {
  const { by, note } = ask;
  return app.store.transaction(async (tx) => {
    const active = await lockActiveHash(tx);
    const before = active === undefined ? undefined : await lastPublicationOf(tx, active);
    const hash = ask.hash ?? before?.previous ?? undefined;
    if (hash === undefined)
      return {
        ok: false,
        code: 'noEarlierBook',
        message: 'No book is known to have been active before this one: name one of `tideline book history`.',
      };
    if ((await readBookContent(tx, hash)) === undefined)
      return {
        ok: false,
        code: 'unknownBook',
        message: `No book has the hash ${hash}: see \`tideline book history\`.`,
        field: 'hash',
      };
    const expected = undone(await listPublications(tx, mostUndone), hash);
    const published = await activateBook(
      tx,
      app,
      { hash, previous: active },
      { kind: 'rollback', by, note, expected },
    );
    const expectedCrossings = expected.reduce((sum, { count }) => sum + count, 0);
    return { ok: true, ...published, previous: active ?? null, expectedCrossings };
  });
}

/** Whoever crossed because of what is undone may cross back. */
export function undone(newestFirst: readonly Publication[], hash: string): ExpectedCrossings[] {
  const until = newestFirst.findIndex((one) => one.hash === hash);
  const taken = until < 0 ? [] : newestFirst.slice(0, until);
  const back = new Map<string, ExpectedCrossings>();
  for (const { segment, direction, count } of taken.flatMap(({ expected }) => expected)) {
    const reverse = direction === 'entered' ? 'exited' : 'entered';
    const known = back.get(`${segment} ${reverse}`)?.count ?? 0;
    back.set(`${segment} ${reverse}`, { segment, direction: reverse, count: known + count });
  }
  return [...back.values()];
}
