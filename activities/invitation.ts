import type { ReadContext } from '../application/gate/read-context';
import { zoneOf } from '../domain/gate/rules/quiet-hours';
import { meetingTime, type MeetingTime } from '../domain/steps/message/meeting-time';
import type { EmailMessage, Invitation } from '../ports/channels/email';
import type { EffectRow } from '../ports/store/tables/effects';

/** A meeting that goes out with a message, as its template may speak of it. */
export interface Meeting extends MeetingTime {
  readonly title: string;
  readonly zone: string;
}

/** The meeting a message invites to, at a time that suits the recipient's clock. */
export function meetingOf({ spec }: EffectRow, { context }: ReadContext): Meeting | undefined {
  if (spec.effect.kind !== 'message' || !spec.effect.invitation) return undefined;
  const { title, leadMs, durationMs } = spec.effect.invitation;
  const zone = zoneOf(context);
  const earliest = new Date(Date.parse(context.now) + leadMs).toISOString();
  const hours = context.policies.contact.businessHours;
  return { title, zone, ...meetingTime({ earliest, durationMs, zone, hours }) };
}

/** The invitation that asks for the meeting; the words of the mail are its description. */
export function invitationTo(
  meeting: Meeting,
  mail: Pick<EmailMessage, 'messageId' | 'from' | 'to' | 'text'> & { readonly name: string },
  sentAt: string,
): Invitation {
  return {
    key: mail.messageId,
    title: meeting.title,
    description: mail.text.trim(),
    startAt: meeting.startAt,
    endAt: meeting.endAt,
    organizer: mail.from,
    attendee: { name: mail.name, address: mail.to },
    stampedAt: sentAt,
  };
}
