import type { Crossing } from '../domain/crossing';

/**
 * A crossing as decisions may quote it: they are sealed into the ledger for ever, and what the sender of a
 * ready-made crossing wrote may name people.
 */
export function withoutSendersWords(crossing: Crossing): Crossing {
  return crossing.origin === 'external' ? { ...crossing, reasons: [] } : crossing;
}
