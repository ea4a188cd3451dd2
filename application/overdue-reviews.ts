import { localDay } from '../domain/evaluation/local-day';
import { askId } from '../domain/ids';
import { isoOf, msOf } from '../domain/iso-instant';
import { readActiveHash } from '../ports/store/tables/books';
import type { Application } from './application';
import { openOwnTask } from './people/own-tasks';

/** Opens one task for each segment of the active book whose review is overdue, in the queue of its owner; gives how many are new. */
export async function openOverdueReviews(app: Application): Promise<number> {
  return app.store.transaction(async (tx) => {
    // Before the first book is published there is nothing to review.
    if ((await readActiveHash(tx)) === undefined) return 0;
    const book = await app.books.active(tx);
    const { owners = {}, operationsQueue } = book.policies;
    const today = localDay(msOf(app.clock.now()), book.zone);
    let opened = 0;
    for (const { id, title, owner, reviewOn, routing } of book.segments) {
      if (reviewOn >= today.date) continue;
      const isNew = await openOwnTask(tx, app, {
        id: askId('task', id, 'review', reviewOn),
        step: 'review',
        path: id,
        queue: owners[owner] ?? (routing.queue || operationsQueue),
        title: `Review the segment ${title}`,
        details: `${owner} wanted to look at ${id} by ${reviewOn}: who belongs, what changes for them, what it has brought. Then give it a new reviewOn.`,
        dueAt: isoOf(today.endsAt),
      });
      if (isNew) opened += 1;
    }
    return opened;
  });
}
