import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { EmailChannel } from '../../../ports/channels/email';
import { oneClickUnsubscribeHeaders } from '../../../ports/channels/one-click-unsubscribe';
import { createSmtpEmail } from '../../../ports/channels/smtp-email';
import { catcherUnderTest, mail } from './catcher-under-test';

describe('mail over SMTP', () => {
  let world: Awaited<ReturnType<typeof catcherUnderTest>>;
  let email: EmailChannel;
  beforeEach(async () => {
    world = await catcherUnderTest();
    email = createSmtpEmail({ host: '127.0.0.1', port: world.catcher.smtpPort, timeoutMs: 2_000 });
  });
  afterEach(async () => {
    await email.close();
    await world.dispose();
  });

  const reject = (code: number, message: string, at: 'recipient' | 'data' = 'recipient') =>
    world.catcher.script({ reject: { code, message, at } });

  it('arrives with its words, its headers and the date it was sent at', async () => {
    const headers = oneClickUnsubscribeHeaders('https://tideline.example/u/token');
    const receipt = await email.send(mail({ html: '<p>Hello</p>', headers, sentAt: '2026-03-02T09:30:00Z' }));
    expect(receipt.response).toMatch(/^250 /);
    expect(world.catcher.messages()).toMatchObject([
      {
        to: ['ada@example.com'],
        from: 'billing@tideline.example',
        subject: 'Please update your card – café',
        text: 'Your payment did not go through.\n',
        html: expect.stringContaining('<p>Hello</p>'),
        messageId: receipt.providerMessageId,
        headers: {
          date: 'Mon, 02 Mar 2026 09:30:00 +0000',
          'list-unsubscribe': '<https://tideline.example/u/token>',
          'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
        },
      },
    ]);
  });

  it('carries one Message-ID per effect, which tells nothing of the effect', async () => {
    const first = await email.send(mail());
    const again = await email.send(mail());
    const other = await email.send(mail({ messageId: 'another' }));
    expect(again.providerMessageId).toBe(first.providerMessageId);
    expect(other.providerMessageId).not.toBe(first.providerMessageId);
    expect(first.providerMessageId).toMatch(/^<[0-9a-f]{40}@tideline\.example>$/);
  });

  it('goes out whole when many are sent at once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        email.send(mail({ messageId: `request-${number}`, text: `mail ${number}` })),
      ),
    );
    expect(new Set(world.catcher.messages().map(({ text }) => text.trim())).size).toBe(40);
  });

  it.each([
    [550, '5.1.1 No such user <ada@example.com>', 'hard', true],
    [550, '5.1.2 No such domain', 'hard', true],
    [550, '5.2.1 Mailbox disabled', 'repeated', false],
    [552, '5.2.2 Mailbox full', 'soft', false],
    [554, '5.7.1 Blocked by policy', 'ours', false],
    [554, '5.6.0 Bad content', 'ours', false],
    [550, 'Rejected', 'soft', false],
  ])('is rejected with %i %s as a %s bounce', async (code, message, bounce, suppress) => {
    reject(code, message);
    const failure: unknown = await email.send(mail()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ChannelRejected', bounce, suppress, retryable: false });
    expect(String(failure)).not.toContain('ada@example.com');
    expect(world.catcher.messages()).toEqual([]);
  });

  it.each(['recipient', 'data'] as const)(
    'is unavailable, certainly not accepted, when put off at the %s stage',
    async (at) => {
      world.catcher.script({ reject: { code: 451, message: '4.7.1 Greylisted', at }, times: 1 });
      await expect(email.send(mail())).rejects.toMatchObject({ name: 'ChannelUnavailable', retryable: true });
      expect(world.catcher.messages()).toEqual([]);
      await email.send(mail());
      expect(world.catcher.messages()).toHaveLength(1);
    },
  );

  it('is a rejection when refused after its whole data', async () => {
    reject(554, '5.6.0 Looks like spam', 'data');
    await expect(email.send(mail())).rejects.toMatchObject({
      name: 'ChannelRejected',
      statusCode: '5.6.0',
      suppress: false,
    });
  });

  it.each([
    ['kept', 1],
    ['lost', 0],
  ] as const)(
    'is in doubt when the connection drops after the data, the mail being %s',
    async (dropAfterData, caught) => {
      world.catcher.script({ dropAfterData, recipient: 'ada@example.com', times: 1 });
      await expect(email.send(mail())).rejects.toMatchObject({ name: 'DeliveryInDoubt', retryable: false });
      expect(world.catcher.messages()).toHaveLength(caught);
      await email.send(mail({ messageId: 'next' }));
      expect(world.catcher.messages()).toHaveLength(caught + 1);
    },
  );

  it('is in doubt when the answer to the data takes longer than we wait', async () => {
    const impatient = createSmtpEmail({ host: '127.0.0.1', port: world.catcher.smtpPort, timeoutMs: 200 });
    world.catcher.script({ delayMs: 500, times: 1 });
    await expect(impatient.send(mail())).rejects.toMatchObject({ name: 'DeliveryInDoubt' });
    await impatient.close();
  });

  it('is unavailable when nobody listens, and goes out again once somebody does', async () => {
    await email.send(mail());
    const { smtpPort } = world.catcher;
    await world.dispose();
    await expect(email.send(mail())).rejects.toMatchObject({ name: 'ChannelUnavailable' });
    await expect(createSmtpEmail({ host: '127.0.0.1', port: smtpPort }).send(mail())).rejects.toMatchObject({
      name: 'ChannelUnavailable',
    });
    world = await catcherUnderTest();
  });

  it('never leaves with two recipients, no recipient or a smuggled header', async () => {
    for (const to of ['a@example.com, b@example.com', 'nobody', '']) {
      await expect(email.send(mail({ to }))).rejects.toMatchObject({
        name: 'ChannelRejected',
        statusCode: '5.1.3',
        suppress: true,
      });
    }
    for (const change of [
      { subject: 'Hi\r\nBcc: x@example.com' },
      { headers: { 'X-A': 'b\nBcc: x@example.com' } },
    ]) {
      await expect(email.send(mail(change))).rejects.toMatchObject({
        name: 'ChannelRejected',
        bounce: 'ours',
        suppress: false,
      });
    }
    expect(world.catcher.messages()).toEqual([]);
  });
});

describe('a server that breaks off before it takes the data', () => {
  let server: Server;
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it.each(['MAIL FROM', 'RCPT TO', 'DATA'])(
    'leaves the mail certainly unsent when it hangs up at %s',
    async (stage) => {
      server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.write('220 breaker ESMTP\r\n');
        socket.on('data', (bytes) =>
          bytes.toString().startsWith(stage) ? socket.destroy() : socket.write('250 ok\r\n'),
        );
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const email = createSmtpEmail({
        host: '127.0.0.1',
        port: (server.address() as AddressInfo).port,
        timeoutMs: 1_000,
      });
      await expect(email.send(mail())).rejects.toMatchObject({ name: 'ChannelUnavailable' });
      await email.close();
    },
  );
});
