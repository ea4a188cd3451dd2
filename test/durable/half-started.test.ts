import { execFileSync } from 'node:child_process';
import { startedThings } from '../support/started-things';
import { startWorld } from '../support/world';

describe('what is started together', () => {
  it('is stopped, the latest first, together with what is still coming up when another fails', async () => {
    const stopped: string[] = [];
    const stop = async (name: string): Promise<void> => void stopped.push(name);
    const late = new Promise<string>((resolve) => setTimeout(() => resolve('late'), 50));
    const things = startedThings();
    await expect(
      Promise.all([
        things.add(Promise.resolve('early'), stop),
        things.add(late, stop),
        things.add(Promise.reject(new Error('no port')), stop),
      ]),
    ).rejects.toThrow('no port');
    await things.stop();
    expect(stopped).toEqual(['late', 'early']);
  });

  it('is stopped although one of it cannot be', async () => {
    const stopped: string[] = [];
    const things = startedThings();
    await things.add(Promise.resolve('first'), async (name) => void stopped.push(name));
    await things.add(Promise.resolve('second'), () => Promise.reject(new Error('stuck')));
    await expect(things.stop()).rejects.toThrow('not everything could be stopped');
    expect(stopped).toEqual(['first']);
  });

  it('leaves no server behind when a world has no book to publish', async () => {
    const before = new Set(children());
    await expect(startWorld({ book: '/nowhere' })).rejects.toThrow();
    expect(children().filter((child) => !before.has(child))).toEqual([]);
  }, 150_000);
});

/** Processes that this one started, but for the one that looks. */
function children(): string[] {
  const lines = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return lines.split('\n').filter((line) => line !== '' && !line.endsWith(' ps'));
}
