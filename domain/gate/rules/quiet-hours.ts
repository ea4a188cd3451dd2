import { localDay } from '../../evaluation/local-day';
import { isZone, localTimeOn } from '../../evaluation/local-time';
import { isoOf, msOf } from '../../iso-instant';
import type { GateContext, Objection } from '../gate-context';
import { defer } from '../objections';

/** Messages go out between two hours of the recipient's own day; critical ones at any time. */
export function outsideQuietHours(context: GateContext): Objection | undefined {
  const { effect, policies, now } = context;
  if (effect.kind !== 'message' || effect.channel === 'inApp' || effect.class === 'critical')
    return undefined;
  const { from, until } = policies.contact.quietHours;
  const zone = zoneOf(context);
  const nowMs = msOf(now);
  const today = localDay(nowMs, zone);
  const opens = localTimeOn(today, from, zone);
  if (nowMs >= opens && nowMs < localTimeOn(today, until, zone)) return undefined;
  const next = nowMs < opens ? opens : localTimeOn(localDay(today.endsAt, zone), from, zone);
  return defer('quietHours', isoOf(next), `quiet hours in ${zone}: messages go out from ${from} to ${until}`);
}

/** Zone of the contact, else of the customer, else of the workspace; a zone unknown to the calendar does not count. */
export function zoneOf({ recipient, customerZone, policies }: GateContext): string {
  const known = [recipient?.zone, customerZone].find((zone) => zone !== undefined && isZone(zone));
  return known ?? policies.contact.defaultZone;
}
