import { DateTime } from 'luxon';
import type { GateContext, Objection } from '../gate-context';
import { defer } from '../objections';

/** Messages go out between two hours of the recipient's own day; critical ones at any time. */
export function outsideQuietHours(context: GateContext): Objection | undefined {
  const { effect, policies, now } = context;
  if (effect.kind !== 'message' || effect.channel === 'inApp' || effect.class === 'critical')
    return undefined;
  const { from, until } = policies.contact.quietHours;
  const zone = zoneOf(context);
  const local = DateTime.fromISO(now, { zone });
  const opens = at(local, from);
  const closes = at(local, until);
  if (local >= opens && local < closes) return undefined;
  const next = local < opens ? opens : at(local.plus({ days: 1 }), from);
  return defer(
    'quietHours',
    next.toUTC().toISO() ?? now,
    `quiet hours in ${zone}: messages go out from ${from} to ${until}`,
  );
}

/** Zone of the contact, else of the customer, else of the workspace; a zone unknown to the calendar does not count. */
export function zoneOf({ recipient, customerZone, policies }: GateContext): string {
  const known = [recipient?.zone, customerZone].find(
    (zone) => zone !== undefined && DateTime.utc().setZone(zone).isValid,
  );
  return known ?? policies.contact.defaultZone;
}

// Set on the local day, not added to midnight: a day with a clock change has 23 or 25 hours.
function at(local: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return local.set({ hour, minute, second: 0, millisecond: 0 });
}
