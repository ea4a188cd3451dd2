import { existsSync } from 'node:fs';
import { supervise } from '../../../ports/processes/supervise';

/** Started by supervise.test.ts to be killed: supervises a child and prints its process id. */
async function main(logFile: string): Promise<void> {
  const child = await supervise({
    name: 'orphan',
    command: 'sleep',
    args: ['60'],
    logFile,
    isHealthy: async () => existsSync(logFile),
  });
  process.stdout.write(`${child.pid}\n`);
}

void main(process.argv[2] ?? '');
