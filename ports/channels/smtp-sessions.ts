import type { Readable } from 'node:stream';
import SMTPConnection, { type SMTPEnvelope } from 'nodemailer/lib/smtp-connection';

/** Where the SMTP server is and how long it may take. */
export interface SmtpServerAddress {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS is used where the server offers it. */
  readonly secure?: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** The longest silence of the server at any stage. */
  readonly timeoutMs?: number;
}

/** One dialogue with the server, usable for one mail at a time. */
export interface SmtpSession {
  readonly usable: boolean;
  send(envelope: SMTPEnvelope, data: Readable): Promise<string>;
  close(): void;
}

/** Open sessions kept for reuse, since a greeting and a login per mail cost more than the mail. */
export interface SmtpSessions {
  take(): Promise<SmtpSession>;
  giveBack(session: SmtpSession): void;
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const MAX_IDLE = 4;
// Shorter than any server's own patience, so that a session is closed by us and not under a mail.
const IDLE_MS = 2_000;

/** Makes the pool; sessions are opened when needed and closed after two idle seconds. */
export function createSmtpSessions(address: SmtpServerAddress): SmtpSessions {
  const idle = new Map<SmtpSession, NodeJS.Timeout>();
  let closed = false;
  return {
    take: async () => {
      for (const [session, timer] of idle) {
        clearTimeout(timer);
        idle.delete(session);
        if (session.usable) return session;
      }
      return openSession(address);
    },
    giveBack: (session) => {
      if (closed || idle.size >= MAX_IDLE || !session.usable) return session.close();
      idle.set(
        session,
        setTimeout(() => {
          idle.delete(session);
          session.close();
        }, IDLE_MS).unref(),
      );
    },
    close: async () => {
      closed = true;
      for (const [session, timer] of idle) {
        clearTimeout(timer);
        session.close();
      }
      idle.clear();
    },
  };
}

async function openSession(address: SmtpServerAddress): Promise<SmtpSession> {
  const timeout = address.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const connection = new SMTPConnection({
    host: address.host,
    port: address.port,
    secure: address.secure ?? false,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
  });
  let lastError: Error | undefined;
  // Errors arrive at the call under way as well; the listener keeps one that comes between mails from ending the process.
  connection.on('error', (error: Error) => {
    lastError = error;
  });
  await connected(connection, address);
  return {
    get usable() {
      return lastError === undefined && !connection.destroyed;
    },
    send: (envelope, data) => sendMail(connection, envelope, data),
    close: () => {
      if (!connection.destroyed) connection.quit();
    },
  };
}

async function connected(connection: SMTPConnection, { auth }: SmtpServerAddress): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  if (auth === undefined) return;
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.login({ user: auth.user, pass: auth.pass }, (error) => (error ? reject(error) : resolve()));
  });
}

function sendMail(connection: SMTPConnection, envelope: SMTPEnvelope, data: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    connection.send(envelope, data, (error, info) => {
      if (error) reject(error);
      else resolve(info?.response ?? '');
    });
  });
}
