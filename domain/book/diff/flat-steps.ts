import { collectStepIds } from '../compile/step-ids';
import type { Place } from '../report';
import { createReport } from '../report';

type Fields = Readonly<Record<string, unknown>>;

/** A playbook's steps by id, each without those inside it, which are there by their own ids. */
export interface FlatSteps {
  readonly byId: Readonly<Record<string, Fields>>;
  /** Ids of those that stand in no other step. */
  readonly order: readonly unknown[];
}

/** Flattens steps, also those in branches, loops and time-outs; where others stood, their ids stand. */
export function flatSteps(raw: readonly unknown[], file: Place['file']): FlatSteps {
  const ids = collectStepIds(raw, { file, path: [] }, createReport());
  const byId: Record<string, Fields> = {};
  const withIds = (list: readonly unknown[]): unknown[] =>
    list.map((item) => {
      const id = isFields(item) ? ids.idOf(item) : undefined;
      if (id === undefined) return flat(item);
      // Named first, so that a step stands before those inside it.
      byId[id] = {};
      const { id: _written, ...fields } = item as Fields;
      byId[id] = flat(fields) as Fields;
      return id;
    });
  const flat = (node: unknown): unknown => {
    if (Array.isArray(node)) return withIds(node);
    if (!isFields(node)) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, flat(value)]));
  };
  const order = withIds(raw);
  return { byId, order };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
