import { simpleParser, type ParsedMail } from 'mailparser';

/** A mail as the catcher keeps it; `to` and `from` are the envelope's, so blind copies show. */
export interface CaughtMail {
  readonly id: string;
  readonly receivedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  /** iCalendar text of an invitation. */
  readonly calendar: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a mail's bytes; `envelope` says between whom it travelled. */
export async function readMail(
  bytes: Buffer,
  envelope: {
    readonly id: string;
    readonly receivedAt: string;
    readonly from: string;
    readonly to: readonly string[];
  },
): Promise<CaughtMail> {
  const mail = await simpleParser(bytes, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  return {
    ...envelope,
    messageId: mail.messageId ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html === false ? null : mail.html,
    calendar: calendarOf(mail),
    headers: headersOf(mail),
  };
}

function calendarOf({ attachments }: ParsedMail): string | null {
  return (
    attachments.find(({ contentType }) => contentType === 'text/calendar')?.content.toString('utf8') ?? null
  );
}

function headersOf(mail: ParsedMail): Record<string, string> {
  return Object.fromEntries(
    mail.headerLines.map(({ key, line }) => [
      key,
      line
        .slice(line.indexOf(':') + 1)
        .replaceAll(/\r?\n\s*/g, ' ')
        .trim(),
    ]),
  );
}
