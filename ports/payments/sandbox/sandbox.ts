import type { Books } from './books';
import type { Faults } from './faults';
import type { Webhooks } from './webhooks';

/** The parts every route of the sandbox works with. */
export interface Sandbox {
  readonly books: Books;
  readonly faults: Faults;
  readonly webhooks: Webhooks;
  readonly keysInFlight: Set<string>;
}
