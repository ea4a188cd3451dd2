import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { storedKeys } from '../../api/keys';
import { checkoutRoot } from '../../ports/processes/find-binaries';
import { lockFolder } from '../../ports/store/folder-lock';
import { openPgliteStore } from '../../ports/store/pglite-store';

jest.setTimeout(180_000);

describe('workers/main.ts', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-main-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'workers/main.ts', ...words],
      {
        cwd: checkoutRoot(),
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TIDELINE_DATA_DIR: folder },
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
    expect(stderr).not.toMatch(/^\s+at /m);
    return { status, stdout, stderr };
  };

  it('ends at once when settings are missing, names all of them and opens nothing', () => {
    const { status, stderr } = run('relay');
    expect(status).toBe(1);
    expect(stderr).toContain('TIDELINE_STRIPE_KEY: set it');
    expect(stderr).toContain('TIDELINE_STRIPE_WEBHOOK_SECRET: set it');
    expect(existsSync(path.join(folder, 'store'))).toBe(false);
  });

  it('says which processes there are when it is given another name', () => {
    const { status, stderr } = run('bogus');
    expect(status).toBe(1);
    expect(stderr).toContain(
      'Name one of api, relay, worker, sandbox, mail-catcher, api-key; --help says what they do.',
    );
  });

  it('tells its usage when asked, which is no failure', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('api-key [options] <subject> [roles]');
  });

  it('asks whose key it is to make', () => {
    const { status, stderr } = run('api-key');
    expect(status).toBe(1);
    expect(stderr).toContain("missing required argument 'subject'");
    expect(stderr).toContain('Usage: workers/main.ts api-key');
  });

  it('says who has the embedded store open, and what to do', () => {
    const unlock = lockFolder(path.join(folder, 'store'));
    const { status, stderr } = run('api-key', 'eve', 'manager');
    unlock();
    expect(status).toBe(1);
    expect(stderr).toContain(`is already open in process ${process.pid}: stop that process`);
  });

  it('makes the first key without the secrets of payments, and says that nobody knows its roles yet', () => {
    const { status, stdout, stderr } = run('api-key', 'eve', 'manager');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^tl_\S+\n$/);
    expect(stderr).toContain('No book is active yet: nobody can say whether it will know manager.');
  });

  it('makes a key that may do what was named and nothing else', async () => {
    const { status, stdout } = run('api-key', 'prometheus', '--scopes', 'metrics:read, docs:read');
    expect(status).toBe(0);
    const store = await openPgliteStore({ folder: path.join(folder, 'store') });
    const actor = await storedKeys(store).actorOf(stdout.trim());
    await store.close();
    expect(actor).toEqual({
      subject: 'prometheus',
      kind: 'person',
      roles: [],
      scopes: ['metrics:read', 'docs:read'],
    });
  });

  it.each([
    [
      ['prometheus', '--scopes', 'metric:read'],
      'There is no scope "metric:read": did you mean "metrics:read"?',
    ],
    [['prometheus', '--scopes', ' ,'], '--scopes names none, and such a key could do nothing'],
    [[' '], 'The subject is empty'],
  ])('refuses the key %j', (words, sentence) => {
    const { status, stdout, stderr } = run('api-key', ...words);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });
});
