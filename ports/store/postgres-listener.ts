import type { Client } from 'pg';
import { outboxChannel } from './store';

const reconnectMs = 500;

/** Listens on a connection of its own, and on another when that one breaks, until it is stopped. */
export async function listenForOutbox(connect: () => Client, wake: () => void): Promise<() => Promise<void>> {
  let stopped = false;
  let current: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  const listen = async (): Promise<void> => {
    const client = connect();
    client.on('error', () => undefined); // 'end' follows and reconnects.
    client.on('notification', wake);
    await client.connect();
    client.on('end', reconnectLater);
    await client.query(`LISTEN ${outboxChannel}`);
    current = client;
  };
  const reconnectLater = (): void => {
    if (stopped) return;
    retry = setTimeout(() => {
      // What was written while nobody listened is found by waking once.
      listen().then(wake, reconnectLater);
    }, reconnectMs);
  };
  await listen();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await current?.end();
  };
}
