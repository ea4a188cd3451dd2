import ICAL from 'ical.js';
import type { Invitation } from '../../../ports/channels/email';
import { calendarText } from '../../../ports/channels/invitation';

const invitation: Invitation = {
  key: 'treatment:save-play:0123456789ab:1|invite||champion:email',
  title: 'Value-recovery meeting; with "you", José',
  description: `Agenda:\n1. what changed, what will change\n2. what we will do ${'and why '.repeat(20)}`,
  startAt: '2026-03-09T09:00:00.000Z',
  endAt: '2026-03-09T10:00:00.000Z',
  organizer: 'Tideline care <care@tideline.example>',
  attendee: { name: 'Uma Ünal', address: 'uma@example.org' },
  stampedAt: '2026-03-02T09:00:00.000Z',
};

const read = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const component = calendar.getFirstSubcomponent('vevent');
  if (!component) throw new Error('no event');
  return { calendar, component, event: new ICAL.Event(component) };
};

describe('a calendar invitation', () => {
  it('says the same to another reader', () => {
    const { calendar, component, event } = read(calendarText(invitation));
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(event.uid).toMatch(/^[0-9a-f]{40}@tideline\.example$/);
    expect(event.summary).toBe(invitation.title);
    expect(event.description).toBe(invitation.description);
    expect(event.startDate.toJSDate().toISOString()).toBe(invitation.startAt);
    expect(event.endDate.toJSDate().toISOString()).toBe(invitation.endAt);
    expect(event.organizer).toBe('mailto:care@tideline.example');
    expect(component.getFirstPropertyValue('dtstamp')?.toString()).toBe('2026-03-02T09:00:00Z');
    const [attendee, ...others] = event.attendees;
    expect(others).toEqual([]);
    expect(String(attendee?.getFirstValue()).toLowerCase()).toBe('mailto:uma@example.org');
    expect(attendee?.getFirstParameter('rsvp')).toBe('TRUE');
    expect(attendee?.getFirstParameter('cn')).toBe('Uma Ünal');
  });

  it('keeps to 75 octets a line and to line ends of the standard', () => {
    const lines = calendarText(invitation).split('\r\n');
    expect(lines.every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n'))).toBe(true);
  });

  it('is the same text at every try', () => {
    expect(calendarText(invitation)).toBe(calendarText({ ...invitation }));
    const uid = (key: string) => read(calendarText({ ...invitation, key })).event.uid;
    expect(uid('another')).not.toBe(uid(invitation.key));
  });

  it('lets no name break out of its line', () => {
    const attendee = { name: 'Eve"\r\nATTENDEE:mailto:eve@evil.example', address: 'uma@example.org' };
    const { event } = read(calendarText({ ...invitation, attendee, title: 'T\r\nBEGIN:VALARM' }));
    expect(event.attendees).toHaveLength(1);
    expect(String(event.attendees[0]?.getFirstValue()).toLowerCase()).toBe('mailto:uma@example.org');
  });
});
