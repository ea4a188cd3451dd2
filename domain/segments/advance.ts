import type { LocalDay } from '../evaluation/local-day';
import type { Tier } from '../words';
import { daysHeld, isConfirmed, type ConfirmationRule } from './confirmation';
import type { Membership, SegmentDefinition } from './segment';

/** What one evaluation sees of one segment. */
export interface Signs {
  /** The entry criterion holds, with enough independent sources. */
  readonly entry: boolean;
  /** The exit criterion holds, or its facts have aged out where that means leaving. */
  readonly exit: boolean;
  /** A reason that crosses without confirmation is among those behind it. */
  readonly immediate: boolean;
  /** Tier of the segment's dimension before this evaluation. */
  readonly tierBefore?: Tier;
}

/** The moment of an evaluation. */
export interface Moment {
  readonly asOf: string;
  readonly asOfMs: number;
  /** Asked only while something is pending: calendars are slow. */
  today(): LocalDay;
}

/** The part of a membership that criteria and time decide. */
export type Standing = Pick<Membership, 'state' | 'breachedAt' | 'leavingAt' | 'fromTier' | 'since' | 'days'>;

/** Where a customer stands after an evaluation; no standing = not a member. */
export interface Advance {
  readonly standing?: Standing;
  readonly crossed?: 'entered' | 'exited';
  /** First day-end at which a pending change may confirm or lapse, and end of the dwell, in milliseconds. */
  readonly changesAt: number;
}

const nothing: Advance = { changesAt: Infinity };

/** Moves one customer in one segment one evaluation further. */
export function advance(
  segment: SegmentDefinition,
  previous: Standing | undefined,
  signs: Signs,
  moment: Moment,
): Advance {
  if (!previous || previous.state === 'entering') return approach(segment, previous, signs, moment);
  return remain(segment, previous, signs, moment);
}

function approach(
  segment: SegmentDefinition,
  pending: Standing | undefined,
  signs: Signs,
  moment: Moment,
): Advance {
  if (!pending && !signs.entry) return nothing;
  const breachedAt = pending?.breachedAt ?? moment.asOf;
  const fromTier = pending ? pending.fromTier : signs.tierBefore;
  const rule = segment.confirmation;
  const days = rule ? daysHeld(pending?.days ?? [], moment.today(), signs.entry, rule) : [];
  if (signs.entry && (!rule || signs.immediate || isConfirmed(days, rule))) {
    const standing: Standing = { state: 'in', breachedAt, fromTier, since: moment.asOf, days: [] };
    return { standing, crossed: 'entered', changesAt: Infinity };
  }
  if (days.length === 0) return nothing;
  return { standing: { state: 'entering', breachedAt, fromTier, days }, changesAt: moment.today().endsAt };
}

function remain(segment: SegmentDefinition, member: Standing, signs: Signs, moment: Moment): Advance {
  const stays: Standing = {
    state: 'in',
    breachedAt: member.breachedAt,
    fromTier: member.fromTier,
    since: member.since,
    days: [],
  };
  const inside: Advance = { standing: stays, changesAt: Infinity };
  // Entry wins over exit: whoever would come back at once does not leave.
  if (signs.entry || (!signs.exit && member.state === 'in')) return inside;
  const rule = segment.confirmation;
  const days = rule ? daysHeld(member.days, moment.today(), signs.exit, rule) : [];
  if (rule ? days.length === 0 : !signs.exit) return inside;
  const dwellEndsAt = Date.parse(member.since ?? member.breachedAt) + segment.dwellMs;
  const ready = signs.exit && (!rule || isConfirmed(days, rule)) && moment.asOfMs >= dwellEndsAt;
  const standing: Standing = {
    ...stays,
    state: 'leaving',
    leavingAt: member.leavingAt ?? moment.asOf,
    fromTier: member.state === 'leaving' ? member.fromTier : signs.tierBefore,
    days,
  };
  if (ready) return { standing, crossed: 'exited', changesAt: Infinity };
  return { standing, changesAt: nextLook(rule, dwellEndsAt, moment) };
}

function nextLook(rule: ConfirmationRule | undefined, dwellEndsAt: number, moment: Moment): number {
  const dwell = dwellEndsAt > moment.asOfMs ? dwellEndsAt : Infinity;
  return rule ? Math.min(moment.today().endsAt, dwell) : dwell;
}
