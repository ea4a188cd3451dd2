import { adjustmentsBetween } from '../domain/handling/adjustments';
import { handlingOf } from '../domain/handling/handling-of';
import { membersOf } from '../domain/handling/members-of';
import type { Membership } from '../domain/segments/segment';
import type { World } from './world';

/** Remembers what crossings changed in how the customer is handled. */
export function noteAdjustments(world: World, before: readonly Membership[]): void {
  const { book, memberships, now: at } = world;
  const adjustments = adjustmentsBetween(
    handlingOf(book, membersOf(before)),
    handlingOf(book, membersOf(memberships)),
  );
  for (const adjustment of adjustments) world.adjusted.push({ at, ...adjustment });
}
