import { localDay, type LocalDay } from '../evaluation/local-day';
import { msOf } from '../iso-instant';
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
  /** IANA zone whose calendar days are counted; asked only while something is pending, calendars are slow. */
  readonly zone: string;
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
  const rule = segment.confirmation;
  const earlier = rule && pending ? daysHeld(pending.days, today(moment), false, rule) : [];
  // A breach whose days have all lapsed is forgotten, also when no sweep came by to say so.
  const breach = earlier.length > 0 ? pending : undefined;
  const breachedAt = breach?.breachedAt ?? moment.asOf;
  const fromTier = breach ? breach.fromTier : signs.tierBefore;
  const days = rule ? daysHeld(earlier, today(moment), signs.entry, rule) : [];
  if (signs.entry && (!rule || signs.immediate || isConfirmed(days, rule))) {
    const standing: Standing = { state: 'in', breachedAt, fromTier, since: moment.asOf, days: [] };
    return { standing, crossed: 'entered', changesAt: Infinity };
  }
  if (days.length === 0) return nothing;
  return { standing: { state: 'entering', breachedAt, fromTier, days }, changesAt: today(moment).endsAt };
}

function remain(segment: SegmentDefinition, member: Standing, signs: Signs, moment: Moment): Advance {
  // Entry wins over exit: whoever would come back at once does not leave.
  const wantsOut = !signs.entry && signs.exit;
  const inside: Advance = { standing: insideOf(member), changesAt: Infinity };
  if (signs.entry || (!wantsOut && member.state === 'in')) return inside;
  const rule = segment.confirmation;
  const standing = leavingOf(member, rule, { wantsOut, tierBefore: signs.tierBefore }, moment);
  if (rule ? standing.days.length === 0 : !wantsOut) return inside;
  const dwellEndsAt = msOf(member.since ?? member.breachedAt) + segment.dwellMs;
  const confirmed = !rule || isConfirmed(standing.days, rule);
  if (wantsOut && confirmed && moment.asOfMs >= dwellEndsAt) {
    return { standing, crossed: 'exited', changesAt: Infinity };
  }
  return { standing, changesAt: nextLook(rule, dwellEndsAt, moment) };
}

function leavingOf(
  member: Standing,
  rule: ConfirmationRule | undefined,
  { wantsOut, tierBefore }: { readonly wantsOut: boolean; readonly tierBefore?: Tier },
  moment: Moment,
): Standing {
  const earlier = rule ? daysHeld(member.days, today(moment), false, rule) : [];
  const days = rule ? daysHeld(earlier, today(moment), wantsOut, rule) : [];
  const pending = member.state === 'leaving' && (!rule || earlier.length > 0);
  const { leavingAt, fromTier } = pending ? member : { leavingAt: moment.asOf, fromTier: tierBefore };
  return { ...insideOf(member), state: 'leaving', leavingAt, fromTier, days };
}

function insideOf({ breachedAt, fromTier, since }: Standing): Standing {
  return { state: 'in', breachedAt, fromTier, since, days: [] };
}

function nextLook(rule: ConfirmationRule | undefined, dwellEndsAt: number, moment: Moment): number {
  const dwell = dwellEndsAt > moment.asOfMs ? dwellEndsAt : Infinity;
  return rule ? Math.min(today(moment).endsAt, dwell) : dwell;
}

function today({ asOfMs, zone }: Moment): LocalDay {
  return localDay(asOfMs, zone);
}
