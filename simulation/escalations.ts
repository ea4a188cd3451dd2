import type { SoftTrigger } from '../domain/handling/stakes-of';
import { triggersOf } from '../domain/handling/triggers';
import { after, reached } from '../domain/machine/instants';
import type { CustomerSignal } from '../domain/signals/signal';
import type { World } from './world';

/** Keeps what facts trigger in the segments the customer is in. */
export function noteEscalations(world: World, signals: readonly CustomerSignal[]): void {
  const { book, memberships, now: at } = world;
  for (const { kind, segment, fact } of triggersOf(book, memberships, signals)) {
    const until = after(fact.occurredAt, book.signals[fact.name]?.maximumAgeMs ?? 0);
    const queue = segment.routing.queue || book.policies.operationsQueue;
    world.escalations.push({ at, kind, segment: segment.id, signal: fact.name, queue, until });
  }
}

/** Soft triggers whose facts have not aged. */
export function softNow({ escalations, now }: World): readonly SoftTrigger[] {
  return escalations.filter(({ kind, until }) => kind === 'soft' && !reached(until, now));
}
