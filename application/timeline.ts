import { readTimeline, type TimelineEntry } from '../ports/store/tables/timeline';
import type { Application } from './application';

export type { TimelineEntry } from '../ports/store/tables/timeline';

/** What happened to a customer, oldest first: the latest `limit` entries. */
export async function customerTimeline(
  app: Pick<Application, 'store'>,
  customerKey: string,
  options: { readonly limit?: number } = {},
): Promise<TimelineEntry[]> {
  return app.store.transaction((tx) => readTimeline(tx, customerKey, options.limit ?? 100));
}
