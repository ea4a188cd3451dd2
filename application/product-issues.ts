import {
  type IssueFilter,
  listIssueRows,
  type ProductIssue,
  readIssue as readIssueRow,
} from '../ports/store/tables/product-issues';
import type { Application } from './application';

/** Problems of the product that several customers have run into, the latest first. */
export async function listProductIssues(
  app: Pick<Application, 'store'>,
  filter: IssueFilter,
): Promise<ProductIssue[]> {
  return app.store.transaction((tx) => listIssueRows(tx, filter));
}

/** One of them with its cases, or undefined. */
export async function readProductIssue(
  app: Pick<Application, 'store'>,
  id: string,
): ReturnType<typeof readIssueRow> {
  return app.store.transaction((tx) => readIssueRow(tx, id));
}
