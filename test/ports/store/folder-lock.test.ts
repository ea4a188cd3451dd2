import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderInUse, lockFolder } from '../../../ports/store/folder-lock';
import { openPgliteStore } from '../../../ports/store/pglite-store';

describe('the lock of a data folder', () => {
  let folder: string;
  const file = (): string => path.join(folder, 'owner.pid');
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-lock-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses a second opener in one sentence that names the process', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    expect(() => lockFolder(folder)).toThrow(
      `already open in process ${process.pid}: stop that process, or choose another folder`,
    );
    unlock();
    lockFolder(folder)();
  });

  it('refuses while another process that is alive holds it', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    try {
      writeFileSync(file(), String(other.pid));
      expect(() => lockFolder(folder)).toThrow(`process ${other.pid}`);
    } finally {
      const gone = new Promise((resolve) => other.once('exit', resolve));
      other.kill('SIGKILL');
      await gone;
    }
    const unlock = lockFolder(folder);
    expect(readFileSync(file(), 'utf8')).toBe(String(process.pid));
    unlock();
  });

  it('takes over the lock of a process that crashed while it wrote it', () => {
    writeFileSync(file(), '');
    lockFolder(folder)();
  });

  it('keeps what was written when the store is opened again, and lets go when it is closed', async () => {
    const first = await openPgliteStore({ folder });
    await expect(openPgliteStore({ folder })).rejects.toThrow(FolderInUse);
    await first.transaction((tx) =>
      tx.query("INSERT INTO kill_switches VALUES ('all', 'r', 'b', '2026-01-01T00:00:00Z')"),
    );
    await first.close();
    const second = await openPgliteStore({ folder });
    expect(await second.transaction((tx) => tx.query('SELECT scope FROM kill_switches'))).toEqual([
      { scope: 'all' },
    ]);
    await second.close();
    // Opening PGlite twice takes seconds on a busy machine.
  }, 90_000);
});
