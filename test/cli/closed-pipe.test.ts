import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

jest.setTimeout(120_000);

describe('a reader that has gone', () => {
  it('ends a command quietly: `tideline … | head` shows no stack', async () => {
    const command = spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', '--help'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    command.stdout.destroy();
    const [said, code] = await Promise.all([
      text(command.stderr),
      new Promise((resolve) => command.on('exit', resolve)),
    ]);
    expect([said, code]).toEqual(['', 0]);
  });
});
