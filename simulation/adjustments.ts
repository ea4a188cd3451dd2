import { adjustmentsOf } from '../domain/handling/adjustments';
import type { Membership } from '../domain/segments/segment';
import type { World } from './world';

/** Remembers what crossings changed in how the customer is handled. */
export function noteAdjustments(world: World, before: readonly Membership[]): void {
  const { book, memberships, now: at } = world;
  for (const adjustment of adjustmentsOf(book, before, memberships))
    world.adjusted.push({ at, ...adjustment });
}
