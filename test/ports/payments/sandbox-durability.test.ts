import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPaymentSandbox } from '../../../ports/payments/sandbox/start';
import {
  bookedCharges,
  chargeRequest,
  control,
  gatewayTo,
  SECRET_KEY,
  WEBHOOK_SECRET,
} from './sandbox-under-test';

describe('the sandbox’s books', () => {
  let folder: string;
  let dataFile: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tideline-sandbox-'));
    dataFile = join(folder, 'sandbox.jsonl');
  });
  afterEach(async () => {
    // Gone before the next test begins: what its death does to open connections belongs to this one.
    await Promise.all(children.splice(0).map(killed));
    rmSync(folder, { recursive: true });
  });

  async function killed(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async function spawnSandbox(port: number): Promise<{ child: ChildProcess; url: string; port: number }> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'sandbox-process-entry.ts'), dataFile, String(port)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, ...(JSON.parse(line.toString('utf8')) as { url: string; port: number }) };
  }

  it('replay the same answer after kill -9, also for an answer that was lost', async () => {
    const first = await spawnSandbox(0);
    const paid = await gatewayTo(first.port).charge(chargeRequest());
    await control(first.url, 'script', { customerRef: 'customer-2', declines: ['insufficient_funds'] });
    const declined = await gatewayTo(first.port).charge(
      chargeRequest({ invoiceId: 'in_2', customerRef: 'customer-2' }),
    );
    await control(first.url, 'faults', { delayAfterMs: 60_000 });
    const unanswered = gatewayTo(first.port).charge(chargeRequest({ invoiceId: 'in_3' }));
    const failed = expect(unanswered).rejects.toMatchObject({ name: 'PaymentGatewayUnavailable' });
    while ((await bookedCharges(first.url)).length < 3)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await killed(first.child);
    await failed;

    const second = await spawnSandbox(first.port);
    await control(second.url, 'faults', {});
    const gateway = gatewayTo(second.port);
    expect(await gateway.charge(chargeRequest())).toEqual(paid);
    expect(await gateway.charge(chargeRequest({ invoiceId: 'in_2', customerRef: 'customer-2' }))).toEqual(
      declined,
    );
    const recovered = await gateway.charge(chargeRequest({ invoiceId: 'in_3' }));
    const charges = await bookedCharges(second.url);
    expect(charges.map(({ invoice, timesMoved }) => [invoice, timesMoved])).toEqual([
      ['in_1', 1],
      ['in_2', 0],
      ['in_3', 1],
    ]);
    expect(recovered).toMatchObject({ outcome: 'succeeded', paymentId: charges[2]?.paymentId });
  });

  it('forget a change torn by a kill, whole, and go on', async () => {
    const options = { dataFile, port: 0, secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET };
    const before = await startPaymentSandbox(options);
    await gatewayTo(before.port).charge(chargeRequest());
    await before.close();
    appendFileSync(dataFile, '{"intent":{"id":"pi_torn","amo');
    for (const invoiceId of ['in_2', 'in_3']) {
      const after = await startPaymentSandbox(options);
      await gatewayTo(after.port).charge(chargeRequest({ invoiceId }));
      expect((await bookedCharges(after.url)).map(({ invoice }) => invoice)).toEqual(
        invoiceId === 'in_2' ? ['in_1', 'in_2'] : ['in_1', 'in_2', 'in_3'],
      );
      await after.close();
    }
  });

  it('refuse to open when damaged in the middle', async () => {
    appendFileSync(dataFile, 'not json\n{}\n');
    await expect(
      startPaymentSandbox({ dataFile, port: 0, secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET }),
    ).rejects.toThrow(/sandbox\.jsonl:1 is not JSON/);
  });

  it('are never opened for a live key', async () => {
    await expect(
      startPaymentSandbox({ dataFile, port: 0, secretKey: 'sk_live_1', webhookSecret: WEBHOOK_SECRET }),
    ).rejects.toThrow(/sk_test_/);
  });
});
