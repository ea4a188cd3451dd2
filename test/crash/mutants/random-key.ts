import { randomUUID } from 'node:crypto';
import { gateParts } from '../../../application/gate/gate-parts';
import type { Mutant } from './mutant';

/** The provider gets another key at every try of a charge. */
export const randomKey: Mutant = {
  gate: { idempotencyKey: (row) => (row.kind === 'charge' ? randomUUID() : gateParts.idempotencyKey(row)) },
};
