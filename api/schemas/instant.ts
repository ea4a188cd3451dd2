import { z } from 'zod';

/** An ISO-8601 instant with Z or an offset; inside it is UTC, written with Z. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: ({ input }) =>
      input === undefined
        ? 'is missing: send an ISO-8601 instant such as 2026-01-31T09:00:00Z'
        : 'must be an ISO-8601 instant such as 2026-01-31T09:00:00Z',
  })
  .transform((text) => new Date(text).toISOString())
  // A year the store or a calendar cannot hold is a slip of the sender.
  .refine((text) => /^(19|[2-9]\d)\d\d-/.test(text), { error: 'must be of the years 1900 to 9999' })
  .meta({ description: 'ISO-8601 instant with Z or an offset', examples: ['2026-01-31T09:00:00Z'] });

/** An id of the caller's. */
export const callerId = z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters');

/** `kind:id`, for what a fact is about if that is less than the whole customer. */
export const contextId = z
  .string()
  .max(200)
  .regex(/^[a-z][A-Za-z0-9_]*:.+$/, 'must be kind:id, such as invoice:in_42');

/** What a signal or an attribute can say. */
export const plainValue = z.union([z.number(), z.string().max(10_000), z.boolean()]);

/** An id of a customer in some other system. */
export const identity = z
  .strictObject({ kind: z.string().min(1).max(50), value: callerId })
  .meta({ description: 'An id of the customer elsewhere: crm, payments, device, an e-mail hash' });

/** Whether an item says in one way alone whose it is. */
export function isAddressedOnce(item: {
  customer?: string | undefined;
  identity?: object | undefined;
}): boolean {
  return (item.customer === undefined) !== (item.identity === undefined);
}

/** What to tell where it does not, together with what else is wrong with the item. */
export const addressedTwice = {
  path: ['customer'],
  message: 'must be said once: send either customer or identity',
  when: isItem,
};

/** For rules about several fields: they are asked also where one of the fields has a fault of its own. */
export function isItem({ value }: { readonly value: unknown }): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
