import type { Settings } from '../../config/settings';
import { startHttp } from '../api-server';
import { connectTemporal } from '../temporal-client';
import { untilStopped } from '../until-stopped';
import { withComposition } from '../with-composition';

/** The HTTP side as a process of its own; several may run. */
export function runApiRole(settings: Settings): Promise<void> {
  return withComposition(settings, async (composition) => {
    const { client, connection } = await connectTemporal(composition);
    const http = await startHttp(composition, client);
    composition.log.info({ url: http.url }, 'API is listening');
    await untilStopped();
    await http.close();
    await connection.close();
  });
}
