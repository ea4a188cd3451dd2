import { resolveCustomer } from '../application/customers';
import type { Transaction } from '../ports/store/store';
import { ApiProblem } from './problem';

/** The key behind an id (or a key) in a path; a 404 where nobody has it. */
export async function keyOfKnown(tx: Transaction, id: string): Promise<string> {
  const key = await resolveCustomer(tx, id);
  if (key === undefined) throw unknownCustomer();
  return key;
}

/** Nobody has the id. It is not repeated: it may be an address. */
export function unknownCustomer(): ApiProblem {
  return new ApiProblem(
    404,
    'unknownCustomer',
    'No customer has this id: send a signal or PUT the customer first.',
  );
}
