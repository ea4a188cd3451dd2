import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSettings } from '../../config/settings';
import { openPgliteStore } from '../../ports/store/pglite-store';
import { compose } from '../../workers/composition';
import { withComposition } from '../../workers/with-composition';

jest.setTimeout(120_000);

describe('what a process is made of', () => {
  let folder: string;
  const quiet = () => ({ TIDELINE_DATA_DIR: folder, TIDELINE_LOG_LEVEL: 'silent' });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-composition-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['a missing secret', {}, 'TIDELINE_STRIPE_WEBHOOK_SECRET: set it'],
    [
      'an address that is none',
      {
        TIDELINE_STRIPE_KEY: 'sk_test_x',
        TIDELINE_STRIPE_WEBHOOK_SECRET: 'whsec_x',
        TIDELINE_SMTP_URL: 'smtp://:25',
      },
      'Invalid URL',
    ],
  ])('opens no store for settings with %s', async (_fault, environment, words) => {
    await expect(compose(readSettings({ ...quiet(), ...environment }))).rejects.toThrow(words);
    expect(existsSync(path.join(folder, 'store'))).toBe(false);
  });

  it('is given back when the work over it fails', async () => {
    const secrets = { TIDELINE_STRIPE_KEY: 'sk_test_x', TIDELINE_STRIPE_WEBHOOK_SECRET: 'whsec_x' };
    const broken = withComposition(readSettings({ ...quiet(), ...secrets }), () =>
      Promise.reject(new Error('Temporal did not come up')),
    );
    await expect(broken).rejects.toThrow('Temporal did not come up');
    const again = await openPgliteStore({ folder: path.join(folder, 'store') });
    await again.close();
  });
});
