import type { Policies } from '../../domain/policies';
import type { Load } from './load';

/** What an average week asked for lately. */
export interface UsualWeek {
  readonly messages: number;
  /** In major units. */
  readonly offered: number;
  readonly tasks: Readonly<Record<string, number>>;
}

/** One limit of the policies against one week: what there is, what is usual and what the candidate adds. */
export interface CapacityLine {
  /** `tasks:<queue>`, `messages` or `offers`. */
  readonly what: string;
  /** 1 is the first week from now. */
  readonly week: number;
  readonly limit: number;
  readonly usual: number;
  readonly added: number;
  readonly exceeded: boolean;
}

/** Every limit in every week; the load stays a fraction, since samples stand for more than themselves. */
export function capacityLines(
  capacity: NonNullable<Policies['capacity']>,
  load: Load,
  usual: UsualWeek,
): CapacityLine[] {
  const { tasks, messages, offers } = capacity;
  const none = load.messages.map(() => 0);
  return [
    ...Object.entries(tasks).flatMap(([queue, limit]) =>
      lines(`tasks:${queue}`, limit, usual.tasks[queue] ?? 0, load.tasks[queue] ?? none),
    ),
    ...(messages === undefined ? [] : lines('messages', messages, usual.messages, load.messages)),
    ...(offers === undefined ? [] : lines('offers', offers, usual.offered, load.offered)),
  ];
}

function lines(what: string, limit: number, usual: number, added: readonly number[]): CapacityLine[] {
  return added.map((more, week) => ({
    what,
    week: week + 1,
    limit,
    usual,
    added: more,
    exceeded: more > 0 && usual + more > limit,
  }));
}
