import { Readable } from 'node:stream';
import { DEFAULT_BOUNCE_RULES, type BounceRules } from './bounce-rules';
import type { EmailChannel, EmailMessage, EmailReceipt } from './email';
import { composeMail, type ComposedMail } from './compose-mail';
import {
  createSmtpSessions,
  type SmtpServerAddress,
  type SmtpSession,
  type SmtpSessions,
} from './smtp-sessions';
import { withoutAddresses } from './without-addresses';
import { classifySmtpFailure } from './smtp-failures';

/** The SMTP server and how its refusals are read. */
export interface SmtpEmailSettings extends SmtpServerAddress {
  readonly bounceRules?: BounceRules;
}

/** Makes the e-mail channel over SMTP. */
export function createSmtpEmail(settings: SmtpEmailSettings): EmailChannel {
  const sessions = createSmtpSessions(settings);
  const rules = settings.bounceRules ?? DEFAULT_BOUNCE_RULES;
  return {
    send: async (message) => deliver(sessions, rules, message, await composeMail(message)),
    close: () => sessions.close(),
  };
}

// The stream is first read when the server has answered DATA with "go on": before that the mail cannot have been
// accepted, after it nobody can say. nodemailer's own errors do not tell the two apart.
async function deliver(
  sessions: SmtpSessions,
  rules: BounceRules,
  message: EmailMessage,
  mail: ComposedMail,
): Promise<EmailReceipt> {
  let dataBegun = false;
  const data = new Readable({
    read() {
      dataBegun = true;
      this.push(mail.bytes);
      this.push(null);
    },
  });
  let session: SmtpSession | undefined;
  try {
    session = await sessions.take();
    const response = await session.send({ from: mail.from, to: [mail.to], size: mail.bytes.length }, data);
    sessions.giveBack(session);
    return { providerMessageId: mail.messageId, response: withoutAddresses(response) };
  } catch (error) {
    // A session after a failure may be anywhere in the protocol; the next mail gets a fresh one.
    session?.close();
    throw classifySmtpFailure(error, { dataBegun, requestKey: message.messageId, rules });
  }
}
