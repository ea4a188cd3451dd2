import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMailCatcher } from '../../../ports/channels/mail-catcher';
import { createSmtpEmail } from '../../../ports/channels/smtp-email';
import { catcherUnderTest, mail } from './catcher-under-test';

describe('the mail catcher', () => {
  let world: Awaited<ReturnType<typeof catcherUnderTest>>;
  beforeEach(async () => {
    world = await catcherUnderTest();
  });
  afterEach(() => world.dispose());

  async function send(changes: Parameters<typeof mail>[0] = {}): Promise<void> {
    const email = createSmtpEmail({ host: '127.0.0.1', port: world.catcher.smtpPort });
    await email.send(mail(changes)).finally(() => email.close());
  }
  const get = (path: string, init?: RequestInit) => fetch(`${world.catcher.url}${path}`, init);

  it('keeps every mail it answered for through kill -9', async () => {
    const dataFile = `${world.dataFile}.killed`;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'catcher-process-entry.ts'), dataFile],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { smtpPort } = JSON.parse(line.toString('utf8')) as { smtpPort: number };
    const email = createSmtpEmail({ host: '127.0.0.1', port: smtpPort });
    const accepted: string[] = [];
    const sending = Promise.allSettled(
      Array.from({ length: 60 }, async (_, number) => {
        await email.send(mail({ messageId: `request-${number}`, text: `mail ${number}` }));
        accepted.push(`mail ${number}`);
        if (accepted.length === 10) child.kill('SIGKILL');
      }),
    );
    await sending;
    const after = await startMailCatcher({ smtpPort: 0, httpPort: 0, dataFile });
    const kept = after.messages().map(({ text }) => text.trim());
    await after.close();
    expect(accepted.length).toBeGreaterThanOrEqual(10);
    expect(kept).toEqual(expect.arrayContaining(accepted));
    expect(new Set(kept).size).toBe(kept.length);
  });

  it('lists its mail as JSON, by recipient, and forgets it when told', async () => {
    await send();
    await send({ to: 'bob@example.com', messageId: 'two' });
    expect(await (await get('/messages?to=bob@example.com')).json()).toMatchObject({
      total: 1,
      messages: [{ to: ['bob@example.com'] }],
    });
    expect((await get('/messages', { method: 'DELETE' })).status).toBe(204);
    expect(await (await get('/messages')).json()).toEqual({ total: 0, messages: [] });
    await send({ messageId: 'three' });
    expect(world.catcher.messages()).toHaveLength(1);
  });

  it('writes no mail that was still held back when it closed, least of all into what is opened next', async () => {
    world.catcher.script({ delayMs: 400, times: 1 });
    const email = createSmtpEmail({ host: '127.0.0.1', port: world.catcher.smtpPort, timeoutMs: 200 });
    await expect(email.send(mail())).rejects.toMatchObject({ name: 'DeliveryInDoubt' });
    await email.close();
    await world.dispose();
    const folder = mkdtempSync(join(tmpdir(), 'tideline-next-'));
    const opened = Array.from({ length: 20 }, (_, number) => openSync(join(folder, `next-${number}`), 'w'));
    await sleep(500);
    for (const file of opened) {
      expect(fstatSync(file).size).toBe(0);
      closeSync(file);
    }
    rmSync(folder, { recursive: true });
    world = await catcherUnderTest();
  });

  it('closes in the middle of a mail whose end never comes', async () => {
    const client = connect(world.catcher.smtpPort, '127.0.0.1');
    const dead = new Promise((resolve) => client.once('error', resolve).once('close', resolve));
    for (const line of ['EHLO a', 'MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.com>', 'DATA']) {
      await once(client, 'data');
      client.write(`${line}\r\n`);
    }
    await once(client, 'data');
    client.write('Subject: half\r\n');
    await world.dispose();
    await dead;
    expect(world.catcher.messages()).toEqual([]);
    world = await catcherUnderTest();
  });

  it('takes faults over HTTP and refuses those it does not know', async () => {
    const post = (body: object) =>
      get('/faults', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(
      (await post({ recipient: 'ADA@example.com', reject: { code: 550, message: '5.1.1 Unknown' } })).status,
    ).toBe(204);
    await expect(send()).rejects.toMatchObject({ name: 'ChannelRejected' });
    await send({ to: 'bob@example.com' });
    expect((await get('/faults', { method: 'DELETE' })).status).toBe(204);
    await send();
    const refused = await post({ rejct: {} });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('rejct')]);
  });

  it('shows a hostile mail without running it', async () => {
    const attack = '<script>alert(1)</script>';
    await send({ subject: attack, html: `${attack}"'><img src=x onerror=alert(1)>`, text: attack });
    const [caught] = world.catcher.messages();
    const pages = await Promise.all(
      ['/', `/mail/${caught?.id}`].map(async (path) => (await get(path)).text()),
    );
    for (const page of pages) {
      expect(page).toContain('&lt;script&gt;');
      expect(page).not.toMatch(/<script|<img/);
    }
    expect(pages[1]).toContain('<iframe sandbox ');
    expect((await get('/')).headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await get('/mail/unknown')).status).toBe(404);
  });
});
