import { createHash } from 'node:crypto';
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator';
import addressparser from 'nodemailer/lib/addressparser';
import type { Invitation } from './email';

/** The invitation as iCalendar text (RFC 5545) that asks for an answer (METHOD:REQUEST); instants in UTC, so that no zone table is needed. */
export function calendarText(invitation: Invitation): string {
  const { key, title, description, startAt, endAt, stampedAt, attendee } = invitation;
  const [organizer] = addressparser(invitation.organizer, { flatten: true });
  const calendar = ical({
    method: ICalCalendarMethod.REQUEST,
    prodId: { company: 'Tideline', product: 'Treatments', language: 'EN' },
  });
  calendar.createEvent({
    id: uidOf(key, organizer?.address ?? ''),
    sequence: 0,
    stamp: stampedAt,
    start: startAt,
    end: endAt,
    summary: title,
    description,
    status: ICalEventStatus.CONFIRMED,
    organizer: { name: plain(organizer?.name ?? '') || 'Tideline', email: organizer?.address ?? '' },
    attendees: [
      {
        name: plain(attendee.name) || attendee.address,
        email: attendee.address,
        role: ICalAttendeeRole.REQ,
        status: ICalAttendeeStatus.NEEDSACTION,
        rsvp: true,
      },
    ],
  });
  return calendar.toString();
}

function uidOf(key: string, address: string): string {
  const digest = createHash('sha256').update(`invitation|${key}`).digest('hex').slice(0, 40);
  return `${digest}@${address.slice(address.lastIndexOf('@') + 1)}`;
}

// A quoted parameter has no escape for quotes and line ends: a customer's own name must not be able to begin a new line.
function plain(name: string): string {
  return name.replaceAll(/[\p{Cc}"]+/gu, ' ').trim();
}
