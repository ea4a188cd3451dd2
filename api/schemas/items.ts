import { z } from 'zod';

/** How many items one request may carry. */
export const MAXIMUM_ITEMS = 1_000;

/** What became of one item. */
export const itemResult = z
  .object({
    id: z.string(),
    status: z.enum(['accepted', 'duplicate', 'rejected']),
    code: z.string().optional(),
    message: z.string().optional(),
    field: z.string().optional(),
    crossings: z.array(z.string()),
    treatments: z.array(z.string()),
    held: z
      .array(z.string())
      .optional()
      .meta({ description: 'Playbooks whose start the storm breaker holds back; `message` says why' }),
  })
  .meta({ id: 'ItemResult', description: 'What became of one item' });

/** The answer to one item or a batch, in the order sent. */
export const itemResults = z.object({
  results: z.array(itemResult),
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
});
export type ItemResults = z.output<typeof itemResults>;

/** One item or a batch of them. */
export function oneOrMany<T extends z.ZodType>(item: T) {
  return z.union([item, z.array(item).min(1).max(MAXIMUM_ITEMS)]);
}
