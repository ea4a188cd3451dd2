import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { supervise, type SuperviseOptions } from '../../../ports/processes/supervise';

describe('supervise', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-supervise-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const options = (script: string, name: string): SuperviseOptions => {
    const logFile = path.join(folder, `${name}.log`);
    const isHealthy = async (): Promise<boolean> => readFileSync(logFile, 'utf8').includes('ready');
    return { name, command: 'sh', args: ['-c', script], logFile, isHealthy, graceMs: 300 };
  };

  it('waits until the child answers, keeps its log and stops it', async () => {
    const child = await supervise(options('sleep 0.2; echo ready; sleep 60', 'polite'));
    await child.stop();
    expect((await child.exited).signal).toBe('SIGTERM');
    expect(isAlive(child.pid)).toBe(false);
  });

  it('kills a child that ignores the request to stop, with its own children', async () => {
    const child = await supervise(options(`trap '' TERM; sleep 60 & echo "ready $!"; wait; wait`, 'deaf'));
    const grandchild = Number(/ready (\d+)/.exec(readFileSync(path.join(folder, 'deaf.log'), 'utf8'))?.[1]);
    await child.stop();
    expect((await child.exited).signal).toBe('SIGKILL');
    await until(() => !isAlive(grandchild));
  });

  it('sends nothing to the group of a child that has ended: its number may be that of a stranger by now', async () => {
    const child = await supervise(options('echo ready; sleep 60', 'ended'));
    await child.kill();
    const sent = jest.spyOn(process, 'kill');
    await child.kill();
    await child.stop();
    expect(sent).not.toHaveBeenCalled();
    sent.mockRestore();
  });

  it('takes what a child leaves running along when it ends by itself', async () => {
    const child = await supervise(options('sleep 60 & echo "ready $!"; sleep 0.3', 'leaver'));
    const left = Number(/ready (\d+)/.exec(readFileSync(path.join(folder, 'leaver.log'), 'utf8'))?.[1]);
    await child.exited;
    await until(() => !isAlive(left));
  });

  it('says with the end of the log why a child that ends early could not start', async () => {
    const start = supervise(options('echo the disk is full; exit 3', 'early'));
    await expect(start).rejects.toThrow(/early ended with exit code 3 [^]*the disk is full/);
  });

  it('says that a command does not exist', async () => {
    const start = supervise({ ...options('', 'absent'), command: '/nowhere/absent' });
    await expect(start).rejects.toThrow('absent cannot be run: spawn /nowhere/absent ENOENT');
  });

  it('gives up on a child that stays silent, and leaves nothing running', async () => {
    const silent = { ...options('echo $$; sleep 60', 'silent'), healthTimeoutMs: 300 };
    await expect(supervise(silent)).rejects.toThrow('silent was not healthy within 0.3 s');
    expect(isAlive(Number(readFileSync(silent.logFile, 'utf8')))).toBe(false);
  });

  it('takes the child along when the parent is killed outright', async () => {
    const logFile = path.join(folder, 'orphan.log');
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(__dirname, 'orphan-maker.ts'), logFile],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (text) => resolve(Number(text))),
    );
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed grandchild may wait, dead, for the machine's first process to collect it.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error('still not true after 5 s');
    await delay(20);
  }
}
