import { type Browser, chromium } from 'playwright-core';
import { startApiWorld, type ApiWorld } from '../api/api-world';
import { tokenWith } from '../api/http-harness';
import { findChromium } from '../support/chromium';
import { describeWith } from '../support/require';

describeWith('chromium', 'the docs page in a browser', () => {
  let world: ApiWorld;
  let browser: Browser;
  let token: string;

  beforeAll(async () => {
    world = await startApiWorld();
    token = await tokenWith(world.app);
    browser = await chromium.launch({
      executablePath: findChromium()!,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  }, 60_000);

  it('opens with the key as the password, draws the operations and sends a request once authorized', async () => {
    const context = await browser.newContext({ httpCredentials: { username: 'anyone', password: token } });
    const page = await context.newPage();
    await page.goto(`${world.http.url}/docs`);
    await page.waitForSelector('.opblock');
    expect(await page.locator('.opblock').count()).toBeGreaterThan(20);
    await page.click('button.authorize');
    await page.fill('.auth-container input', token);
    await page.click('.auth-btn-wrapper button.authorize');
    await page.click('.auth-btn-wrapper button.btn-done');
    const operation = page.locator('.opblock', { hasText: '/v1/storm-breaker' }).first();
    await operation.locator('.opblock-summary').click();
    await operation.locator('button.try-out__btn').click();
    await operation.locator('button.execute').click();
    const answer = operation.locator('.live-responses-table');
    await answer.waitFor();
    expect(await answer.innerText()).toContain('"tripped": false');
    await context.close();
  }, 60_000);

  it('stays shut for a wrong key', async () => {
    const context = await browser.newContext({ httpCredentials: { username: 'anyone', password: 'wrong' } });
    const answer = await (await context.newPage()).goto(`${world.http.url}/docs`);
    expect(answer?.status()).toBe(401);
    expect(await answer?.text()).toContain('sign in with any name and the key as the password');
    await context.close();
  }, 60_000);
});
