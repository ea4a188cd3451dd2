import { takeItems as takeOnce } from '../../../domain/machine/inbox';

/** Takes an item again although it is at or below the mark. Stands in for domain/machine/inbox in the mutant's bundle. */
export const takeItems: typeof takeOnce = (draft, program, items, at) => {
  for (const item of items) {
    const { mark } = draft.inbox;
    if (item.seq <= mark) draft.inbox = { ...draft.inbox, mark: item.seq - 1 };
    takeOnce(draft, program, [item], at);
    if (draft.inbox.mark < mark) draft.inbox = { ...draft.inbox, mark };
  }
};
