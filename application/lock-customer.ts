import type { Transaction } from '../ports/store/store';
import { lockCustomerRow, takePosition, type CustomerRow } from '../ports/store/tables/customers';

export type { CustomerRow } from '../ports/store/tables/customers';

/** Locks the customer's row until the transaction ends: always the first thing a change of a customer does. */
export async function lockCustomer(tx: Transaction, key: string): Promise<CustomerRow> {
  const row = await lockCustomerRow(tx, key);
  if (!row) throw new Error(`there is no customer ${key} to lock`);
  return row;
}

/** Takes the next number in the customer's order of acceptance. The customer must be locked. */
export async function nextPosition(tx: Transaction, key: string): Promise<number> {
  return takePosition(tx, key);
}
