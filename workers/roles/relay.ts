import { randomUUID } from 'node:crypto';
import { startRelay } from '../../application/relay/relay';
import type { Settings } from '../../config/settings';
import { runtimeOf } from '../composition';
import { crashHookFrom } from '../crash-hook';
import { connectTemporal } from '../temporal-client';
import { untilStopped } from '../until-stopped';
import { withComposition } from '../with-composition';

/** The relay as a process of its own; several may run. */
export function runRelayRole(settings: Settings): Promise<void> {
  return withComposition(settings, async (composition) => {
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
  });
}
