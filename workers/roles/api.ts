import type { Settings } from '../../config/settings';
import { startHttp } from '../api-server';
import { compose } from '../composition';
import { connectTemporal } from '../temporal-client';
import { untilStopped } from '../until-stopped';

/** The HTTP side as a process of its own; several may run. */
export async function runApiRole(settings: Settings): Promise<void> {
  const composition = await compose(settings);
  const { client, connection } = await connectTemporal(composition);
  const http = await startHttp(composition, client);
  composition.log.info({ url: http.url }, 'API is listening');
  await untilStopped();
  await http.close();
  await connection.close();
  await composition.close();
}
