import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

describe('package-lock.json', () => {
  it('lists the binaries of every platform, so that npm ci accepts it everywhere', () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import { missingPlatformPackages } from './scripts/lockfile/platform-packages.mjs';
      const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
      console.log(Object.keys(missingPlatformPackages(lock.packages)).join(' '));`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    // Otherwise: node scripts/complete-lockfile.mjs
    expect(run.stdout.trim()).toBe('');
  });
});
