import { createServer } from 'node:net';

/** A TCP port on 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('the system gave no TCP port on 127.0.0.1')),
      );
    });
  });
}

/** Refuses a port that something else holds, in one sentence with the fix. */
export async function assertPortFree(port: number, use: PortUse): Promise<void> {
  if (await isPortFree(port)) return;
  throw new PortBusyError(port, use);
}

interface PortUse {
  readonly what: string;
  readonly setting: string;
}

/** A port Tideline needs is held by another process. */
export class PortBusyError extends Error {
  override name = 'PortBusyError';
  constructor(port: number, { what, setting }: PortUse) {
    super(
      `port ${port} for ${what} is taken: stop what holds it (lsof -i :${port} names it), or choose another with ${setting}.`,
    );
  }
}

async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
