import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import addressparser from 'nodemailer/lib/addressparser';
import { ChannelRejected } from './channel-failures';
import type { EmailMessage } from './email';
import { calendarText } from './invitation';

/** A mail in its final bytes, with the envelope it travels in. */
export interface ComposedMail {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
}

const BAD_ADDRESS = '5.1.3';

/** Builds the MIME bytes; a header with a line break and anything but one recipient are refused here. */
export async function composeMail(message: EmailMessage): Promise<ComposedMail> {
  refuseLineBreaks(message);
  const from = soleAddress(message.from, 'from');
  const to = soleAddress(message.to, 'to');
  const messageId = messageIdOf(message.messageId, from);
  const composer = new MailComposer({
    messageId,
    from: message.from,
    to: message.to,
    subject: message.subject,
    text: message.text,
    ...(message.html === undefined ? {} : { html: message.html }),
    ...(message.invitation === undefined
      ? {}
      : {
          icalEvent: {
            method: 'REQUEST',
            filename: 'invitation.ics',
            content: calendarText(message.invitation),
          },
        }),
    headers: { ...message.headers },
    ...(message.sentAt === undefined ? {} : { date: new Date(message.sentAt) }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { messageId, from, to, bytes: await composer.compile().build() };
}

/** The Message-ID every try of one effect carries: derived from its request key, telling nothing about it. */
function messageIdOf(requestKey: string, fromAddress: string): string {
  const digest = createHash('sha256').update(requestKey).digest('hex').slice(0, 40);
  return `<${digest}@${fromAddress.slice(fromAddress.lastIndexOf('@') + 1)}>`;
}

// "a@x, b@y" as one recipient would be mailed twice; a missing domain would leave it to the server to guess.
function soleAddress(field: string, name: 'from' | 'to'): string {
  const [only, ...others] = addressparser(field, { flatten: true });
  if (only !== undefined && others.length === 0 && /^[^\s@<>,]+@[^\s@<>,]+$/.test(only.address))
    return only.address;
  const fault = `${name} must be exactly one address like name@example.com`;
  if (name === 'from')
    throw new ChannelRejected(`${fault}; correct the sender setting.`, {
      statusCode: '5.1.7',
      bounce: 'ours',
    });
  throw new ChannelRejected(`${fault}; correct the contact.`, { statusCode: BAD_ADDRESS, bounce: 'hard' });
}

function refuseLineBreaks({ to, from, subject, headers }: EmailMessage): void {
  for (const [name, value] of Object.entries({ to, from, subject, ...headers })) {
    if (/[\r\n]/.test(name + value)) {
      throw new ChannelRejected(
        `${name.replaceAll(/[\r\n]/g, ' ')} holds a line break, which could smuggle in headers; remove it.`,
        {
          statusCode: '5.6.0',
          bounce: 'ours',
        },
      );
    }
  }
}
