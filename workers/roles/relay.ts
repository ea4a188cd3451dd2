import { randomUUID } from 'node:crypto';
import { startRelay } from '../../application/relay/relay';
import type { Settings } from '../../config/settings';
import { compose, runtimeOf } from '../composition';
import { crashHookFrom } from '../crash-hook';
import { connectTemporal } from '../temporal-client';
import { untilStopped } from '../until-stopped';

/** The relay as a process of its own; several may run. */
export async function runRelayRole(settings: Settings): Promise<void> {
  const composition = await compose(settings);
  const { app, log } = composition;
  const { client, connection } = await connectTemporal(composition);
  const relay = await startRelay({
    app,
    runtime: runtimeOf(settings, client),
    owner: `relay-${randomUUID()}`,
    wallNow: () => Date.now(),
    crash: crashHookFrom(settings),
  });
  log.info({}, 'relay is running');
  await untilStopped();
  await relay.stop();
  await connection.close();
  await composition.close();
}
