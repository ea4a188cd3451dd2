import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { freePort } from '../../ports/processes/free-port';
import { findChromium } from '../support/chromium';
import { describeWith } from '../support/require';

const root = path.join(__dirname, '../..');
const images = path.join(root, '.tideline/screenshots');
const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

/** `npm start` without npm: the same entry point on its own folder and ports. */
interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

describeWith('chromium', 'npm start', () => {
  let folder: string;
  let environment: Record<string, string>;
  let browser: Browser;
  let running: Started | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-start-'));
    environment = await ownPorts(folder);
    browser = await chromium.launch({ executablePath: findChromium()!, args: quietFlags });
    mkdirSync(images, { recursive: true });
    running = start(environment);
    await up(running);
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    if (running) await interrupt(running);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('shows a stranger in the Temporal UI why a treatment started, where it is and what it waits for', async () => {
    const { url, token } = connection(folder);
    const sent = await fetch(`${url}/v1/signals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify([failedPayment()]),
    });
    const { results } = (await sent.json()) as { results: { treatments: string[] }[] };
    const [id] = results[0]!.treatments;
    const page = await browser.newPage({ viewport: { width: 1500, height: 1250 } });
    const text = await currentDetails(
      page,
      `http://127.0.0.1:${environment['TIDELINE_TEMPORAL_UI_PORT']}`,
      id!,
    );
    await page.screenshot({ path: path.join(images, 'temporal-ui-treatment.png') });
    expect(text).toContain('Why it started:');
    expect(text).toContain('An invoice is open after a failed charge');
    expect(text).toMatch(/(Where it is|Now):/);
    expect(text).toContain('What it waits for:');
    expect(text).toContain('What comes next:');
    expect(text).toContain('If the value of the customer is high:');
    expect(text).not.toMatch(/quietHours|retrySchedule|invoices\.open/);
    expect(text).not.toContain('@');
  }, 150_000);

  it('refuses a second start on the same folder in one sentence', async () => {
    const second = start(environment);
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(
      /data folder .* is already open in process \d+: stop that process, or choose another folder/,
    );
  }, 60_000);

  it('goes on with running treatments after Ctrl-C and a new start', async () => {
    await interrupt(running!);
    running = start(environment);
    await up(running);
    const { url, token } = connection(folder);
    const listed = await fetch(`${url}/v1/treatments?state=open&playbook=payment-cure`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { treatments } = (await listed.json()) as { treatments: { state: string }[] };
    expect(treatments.map(({ state }) => state)).toEqual(['running']);
  }, 240_000);
});

async function ownPorts(folder: string): Promise<Record<string, string>> {
  const names = ['API', 'SANDBOX', 'MAIL_SMTP', 'MAIL_HTTP', 'TEMPORAL', 'TEMPORAL_UI'];
  const ports = await Promise.all(
    names.map(async (name) => [`TIDELINE_${name}_PORT`, String(await freePort())]),
  );
  return { ...Object.fromEntries(ports), TIDELINE_DATA_DIR: path.join(folder, 'data') } as Record<
    string,
    string
  >;
}

function start(environment: Record<string, string>): Started {
  const child = spawn(process.execPath, ['--import', 'tsx', 'workers/start.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, said: () => said, ended };
}

async function up({ said, ended }: Started): Promise<void> {
  let over = false;
  void ended.then(() => (over = true));
  while (!said().includes('Ctrl-C stops everything')) {
    if (over) throw new Error(`ended before it was up:\n${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function interrupt({ child, ended }: Started): Promise<void> {
  child.kill('SIGINT');
  await ended;
}

function connection(folder: string): { url: string; token: string } {
  return JSON.parse(readFileSync(path.join(folder, 'local.json'), 'utf8')) as { url: string; token: string };
}

function failedPayment(): object {
  return {
    id: 'browser-1',
    customer: 'sample-0001',
    name: 'invoice_payment_failed',
    value: true,
    occurredAt: new Date().toISOString(),
    context: 'invoice:in_browser',
    data: { invoice: 'in_browser', amountMinor: 4_900, currency: 'usd', declineCode: 'insufficient_funds' },
  };
}

// The UI draws Markdown in frames of their own, by scripts that ask the server.
async function currentDetails(page: Page, ui: string, id: string): Promise<string> {
  await page.goto(`${ui}/namespaces/default/workflows/${encodeURIComponent(id)}`);
  const link = page.locator('a[href*="/user-metadata"]').first();
  await link.waitFor({ timeout: 60_000 });
  await page.goto(`${ui}${(await link.getAttribute('href')) ?? ''}`);
  for (let tries = 0; tries < 100; tries += 1) {
    const texts = await Promise.all(page.frames().map(textOf));
    if (texts.some((text) => text.includes('What it waits for'))) return texts.join('\n');
    await page.waitForTimeout(500);
  }
  throw new Error('the page never said what the treatment waits for');
}

// A frame that is taken away or redrawn while it is read has nothing to say yet: the next look asks again.
async function textOf(frame: Frame): Promise<string> {
  const body = frame.locator('body');
  return body.innerText({ timeout: 5_000 }).catch(() => '');
}
