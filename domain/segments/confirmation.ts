import { dayNumber, type LocalDay } from '../evaluation/local-day';

/** `days` of the last `of` calendar days. */
export interface ConfirmationRule {
  readonly days: number;
  readonly of: number;
}

/**
 * The calendar days on which a pending change held, within the last `of`, today included if it
 * holds now. Evaluations of the same day add nothing: a chatty customer does not confirm faster.
 */
export function daysHeld(
  earlier: readonly string[],
  today: LocalDay,
  holdsToday: boolean,
  rule: ConfirmationRule,
): readonly string[] {
  const kept = earlier.filter((date) => dayNumber(date) > today.number - rule.of);
  return holdsToday && !kept.includes(today.date) ? [...kept, today.date] : kept;
}

/** Whether a pending change has held on enough days. */
export function isConfirmed(days: readonly string[], rule: ConfirmationRule): boolean {
  return days.length >= rule.days;
}
