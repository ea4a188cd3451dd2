import { randomBytes } from 'node:crypto';

/** A new id in Stripe's manner: prefix, underscore, letters and digits. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

/** Whole seconds since 1970, as Stripe stamps its objects. */
export function stripeTime(): number {
  return Math.floor(Date.now() / 1000);
}
