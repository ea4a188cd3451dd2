import {
  type ListedTreatment,
  listTreatmentViews,
  type TreatmentFilter,
  type TreatmentView,
  viewTreatment,
} from '../ports/store/tables/treatment-views';
import type { Application } from './application';

/** What to list and where to go on. */
export type TreatmentQuery = Omit<TreatmentFilter, 'after' | 'limit'> & {
  /** `next` of the page before. */
  readonly cursor?: string;
  readonly limit?: number;
};

/** One page; `next` is absent on the last. */
export interface TreatmentPage {
  readonly treatments: readonly ListedTreatment[];
  readonly next?: string;
}

/** Treatments, the latest first, page by page. Throws RangeError for a cursor that no page gave. */
export async function listTreatments(
  app: Pick<Application, 'store'>,
  query: TreatmentQuery,
): Promise<TreatmentPage> {
  const { cursor, limit = 100, ...filter } = query;
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const treatments = await app.store.transaction((tx) =>
    listTreatmentViews(tx, { ...filter, limit, ...(after && { after }) }),
  );
  const last = treatments.length === limit ? treatments.at(-1) : undefined;
  return { treatments, ...(last && { next: `${last.startedAt}~${last.id}` }) };
}

/** One treatment with its decisions, effects, approvals, tasks and inbox. */
export async function readTreatment(
  app: Pick<Application, 'store'>,
  id: string,
): Promise<TreatmentView | undefined> {
  return app.store.transaction((tx) => viewTreatment(tx, id));
}

function readCursor(cursor: string): [string, string] {
  const [startedAt, id] = cursor.split('~');
  if (startedAt === undefined || id === undefined || Number.isNaN(Date.parse(startedAt))) {
    throw new RangeError('cursor is not the `next` of a page of treatments: leave it out to start again');
  }
  return [startedAt, id];
}
