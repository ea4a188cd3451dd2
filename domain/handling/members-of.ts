import type { Membership } from '../segments/segment';

/** The memberships that hold: who is only about to enter is not in. */
export function membersOf(memberships: readonly Membership[]): readonly Membership[] {
  return memberships.filter(({ state }) => state !== 'entering');
}
