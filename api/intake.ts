import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ItemResult } from '../application/accept-signals';
import { unwrapCloudEvents, type UnwrappedEvent } from './cloud-events';
import { fieldFaults } from './field-faults';
import { ApiProblem } from './problem';
import { problemOfRefusal } from './refusals';
import { MAXIMUM_ITEMS, type ItemResults } from './schemas/items';
import { unstorableFaults } from './storable';
import { problemOfFaults } from './validation';

/** A route that takes items one by one: their shape, and who stores those that have it. */
export interface Intake<T> {
  readonly schema: z.ZodType<T>;
  readonly accept: (items: readonly T[]) => Promise<readonly ItemResult[]>;
}

type Judged<T> =
  | { readonly fit: true; readonly item: T }
  | { readonly fit: false; readonly rejected: ItemResult; readonly problem: ApiProblem };

/** Takes one item or a batch: a bad item never fails the others; a bad single item is a problem of its own. */
export async function takeItems<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  intake: Intake<T>,
): Promise<ItemResults> {
  const single = !Array.isArray(request.body);
  const judged = rawItems(request).map((raw) => judge(raw, intake.schema));
  const first = judged[0];
  if (single && first && !first.fit) throw first.problem;
  const results = await storeFit(judged, intake);
  if (single && results[0]?.status === 'rejected') throw problemOfItem(results[0]);
  const count = (status: ItemResult['status']): number =>
    results.filter((result) => result.status === status).length;
  reply.status(count('rejected') > 0 ? 207 : 200);
  return {
    results: results.map((result) => ({
      ...result,
      crossings: [...result.crossings],
      treatments: [...result.treatments],
    })),
    accepted: count('accepted'),
    duplicates: count('duplicate'),
    rejected: count('rejected'),
  };
}

function rawItems(request: FastifyRequest): UnwrappedEvent[] {
  const body = request.body;
  const events = unwrapCloudEvents(request.headers, body);
  const items =
    events ?? (Array.isArray(body) ? body : [body]).map((item: unknown) => ({ ok: true as const, item }));
  if (items.length === 0) {
    throw new ApiProblem(400, 'invalidRequest', 'The batch is empty: send at least one item.');
  }
  if (items.length <= MAXIMUM_ITEMS) return items;
  const detail = `The batch has ${items.length} items: send at most ${MAXIMUM_ITEMS} per request.`;
  throw new ApiProblem(413, 'batchTooLarge', detail);
}

function judge<T>(raw: UnwrappedEvent, schema: z.ZodType<T>): Judged<T> {
  if (!raw.ok) {
    const problem = new ApiProblem(400, 'invalidRequest', raw.message);
    return { fit: false, rejected: rejection(raw.id, raw.message), problem };
  }
  const unstorable = unstorableFaults(raw.item);
  const parsed = schema.safeParse(raw.item, { reportInput: true });
  if (parsed.success && unstorable.length === 0) return { fit: true, item: parsed.data };
  const faults = unstorable.length > 0 ? unstorable : fieldFaults(parsed.error?.issues ?? []);
  const message = faults.map((fault) => `${fault.field} ${fault.message}. ${fault.fix}`).join(' ');
  const rejected = rejection(idOf(raw.item), message, faults[0]?.field);
  return { fit: false, rejected, problem: problemOfFaults(faults) };
}

async function storeFit<T>(judged: readonly Judged<T>[], intake: Intake<T>): Promise<ItemResult[]> {
  const items = judged.flatMap((entry) => (entry.fit ? [entry.item] : []));
  const stored = items.length > 0 ? await intake.accept(items) : [];
  let next = 0;
  return judged.map((entry) => {
    if (!entry.fit) return entry.rejected;
    const result = stored[next++];
    if (!result) throw new Error(`${items.length} items were given and ${stored.length} results came back`);
    return result;
  });
}

function rejection(id: string, message: string, field?: string): ItemResult {
  const where = field === undefined ? {} : { field };
  return { id, status: 'rejected', code: 'invalidItem', message, ...where, crossings: [], treatments: [] };
}

function problemOfItem(result: ItemResult): ApiProblem {
  const { code = 'rejected', message = 'The item was rejected.', field } = result;
  return problemOfRefusal({ ok: false, code, message, ...(field === undefined ? {} : { field }) });
}

function idOf(item: unknown): string {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
  return typeof id === 'string' ? id : '';
}
