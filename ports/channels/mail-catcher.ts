import type { AddressInfo } from 'node:net';
import { openInbox } from './catcher/inbox';
import { createMailFaults, type MailFault } from './catcher/mail-faults';
import type { CaughtMail } from './catcher/caught-mail';
import { startSmtp } from './catcher/smtp';
import { startView } from './catcher/view';

/** Where the catcher listens (port 0 takes a free one) and keeps its mail. */
interface MailCatcherOptions {
  readonly smtpPort: number;
  readonly httpPort: number;
  readonly dataFile: string;
  readonly host?: string;
}

/** A catcher that is up; it accepts every mail and delivers none. */
export interface MailCatcher {
  readonly smtpPort: number;
  readonly httpPort: number;
  /** The inbox page. */
  readonly url: string;
  messages(): readonly CaughtMail[];
  /** Scripts misbehaviour; later faults stand behind earlier ones. */
  script(fault: MailFault): void;
  close(): Promise<void>;
}

/** Starts the mail catcher: an SMTP server that stores each mail on disk before it answers, and a page to read them. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const host = options.host ?? '127.0.0.1';
  const inbox = openInbox(options.dataFile);
  const faults = createMailFaults();
  const smtp = await startSmtp({ host, port: options.smtpPort }, inbox, faults);
  const view = await startView({ host, port: options.httpPort }, inbox, faults);
  const { port: httpPort } = view.server.address() as AddressInfo;
  return {
    smtpPort: smtp.port,
    httpPort,
    url: `http://${host}:${httpPort}`,
    messages: () => inbox.all(),
    script: (fault) => faults.add(fault),
    close: async () => {
      await view.close();
      await smtp.close();
      inbox.close();
    },
  };
}
