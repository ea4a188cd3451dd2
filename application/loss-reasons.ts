import { lossReasonField } from '../domain/loss-reason';
import { countRecords, type RecordCount } from '../ports/store/tables/records';
import type { Application } from './application';

/** Of which time and play losses are counted; absent = all. */
export interface LossQuestion {
  readonly from?: string;
  readonly until?: string;
  readonly playbook?: string;
}

/** Why customers were lost, the most frequent reason first; a customer counts once for each reason. */
export async function lossReasons(
  app: Pick<Application, 'store'>,
  question: LossQuestion,
): Promise<RecordCount[]> {
  return app.store.transaction((tx) => countRecords(tx, { field: lossReasonField, ...question }));
}
