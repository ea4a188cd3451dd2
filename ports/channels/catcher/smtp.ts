import { randomUUID } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { readMail } from './caught-mail';
import type { Inbox } from './inbox';
import type { MailFaults } from './mail-faults';

const MAX_BYTES = 25 * 1024 * 1024;

/** A listening SMTP server. */
interface SmtpListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the SMTP side of the catcher. */
export async function startSmtp(
  address: { host: string; port: number },
  inbox: Inbox,
  faults: MailFaults,
): Promise<SmtpListener> {
  const sockets = new Map<number, Socket>();
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    onRcptTo: ({ address: recipient }, _session, answer) => {
      void refuseRecipient(faults, recipient, stopping.signal).then(answer, answer);
    },
    onData: (stream, session, answer) => {
      const taken = take(stream, session, {
        inbox,
        faults,
        stopping: stopping.signal,
        hangUp: () => sockets.get(session.remotePort)?.destroy(),
      })
        .then((said) => answer(null, said), answer)
        .finally(() => underWay.delete(taken));
      underWay.add(taken);
    },
  });
  // A client that hangs up is its own affair; the catcher goes on.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  await listen(server, address);
  return {
    port: (server.server.address() as AddressInfo).port,
    close: async () => {
      stopping.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      });
      // The inbox is closed next: nobody may still be about to write to it.
      await Promise.all(underWay);
    },
  };
}

async function listen(server: SMTPServer, { host, port }: { host: string; port: number }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
}

async function refuseRecipient(
  faults: MailFaults,
  recipient: string,
  stopping: AbortSignal,
): Promise<Error | undefined> {
  const fault = faults.strike([recipient], 'recipient');
  if (fault?.delayMs !== undefined) await sleep(fault.delayMs, undefined, { signal: stopping });
  return fault?.reject && refusal(fault.reject);
}

interface Reception {
  readonly inbox: Inbox;
  readonly faults: MailFaults;
  readonly stopping: AbortSignal;
  hangUp(): void;
}

// The mail is on disk before the answer goes out: a count of the inbox is then never below what senders were told.
async function take(
  stream: Readable,
  { envelope }: SMTPServerSession,
  { inbox, faults, stopping, hangUp }: Reception,
): Promise<string> {
  const bytes = await bytesOf(addAbortSignal(stopping, stream));
  const to = envelope.rcptTo.map(({ address }) => address);
  const fault = faults.strike(to, 'data');
  if (fault?.delayMs !== undefined) await sleep(fault.delayMs, undefined, { signal: stopping });
  if (fault?.reject) throw refusal(fault.reject);
  const id = randomUUID();
  if (fault?.dropAfterData !== 'lost') {
    const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    inbox.add(await readMail(bytes, { id, receivedAt: new Date().toISOString(), from, to }));
  }
  if (fault?.dropAfterData !== undefined) hangUp();
  return `2.0.0 Kept as ${id}`;
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function refusal({ code, message }: { readonly code: number; readonly message: string }): Error {
  return Object.assign(new Error(message), { responseCode: code });
}
