import type { Actor, Application } from '../../application/application';
import { putCustomer } from '../../application/customers';

/** The bench as the store knows it. */
export const benchActor: Actor = { subject: 'bench', kind: 'service', roles: [], scopes: [] };

/** A customer of a bench. */
export interface BenchCustomer {
  /** External id. */
  readonly id: string;
  readonly key: string;
  readonly address: string;
}

/** Makes customers whom a message can reach. */
export async function makeCustomers(
  app: Application,
  prefix: string,
  count: number,
): Promise<BenchCustomer[]> {
  const customers: BenchCustomer[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = `${prefix}-${index}`;
    const address = `${id}@example.com`;
    const contacts = [{ id: 'c', role: 'billing', name: 'Bench', email: address }];
    const made = await putCustomer(app, { id, contacts }, benchActor);
    if (!made.ok) throw new Error(`customer ${id}: ${made.message}`);
    customers.push({ id, key: made.customerKey, address });
  }
  return customers;
}
