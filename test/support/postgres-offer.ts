import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPrivatePostgres, type PrivatePostgres } from '../../ports/processes/private-postgres';

/** Names the offer to the processes that run the tests. */
export const OFFER_VARIABLE = 'TIDELINE_TEST_POSTGRES_OFFER';

interface Offer {
  readonly server: Server;
  readonly folder: string;
  cluster?: Promise<PrivatePostgres>;
}

// Set-up and teardown are loaded apart from each other in one process, so they meet in a global.
const held = globalThis as { tidelinePostgresOffer?: Offer };

/** Listens for the first test that wants PostgreSQL: one cluster for the run, and none when nobody asks. */
export async function offerPostgres(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-test-postgres-'));
  chmodSync(folder, 0o755); // The server's own user must get through.
  const server = createServer((_request, response) => {
    // A kept connection may be closed by the server just as a test takes it up again.
    response.setHeader('connection', 'close');
    clusterOf(offer).then(
      (cluster) => response.end(cluster.url),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  const offer: Offer = { server, folder };
  held.tidelinePostgresOffer = offer;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  process.env[OFFER_VARIABLE] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Stops the cluster, if any, and removes its folder. */
export async function withdrawPostgres(): Promise<void> {
  const offer = held.tidelinePostgresOffer;
  if (!offer) return;
  offer.server.close();
  offer.server.closeAllConnections();
  const cluster = await offer.cluster?.catch(() => undefined); // A failed start was reported to the test that asked.
  await cluster?.stop();
  rmSync(offer.folder, { recursive: true, force: true });
}

async function clusterOf(offer: Offer): Promise<PrivatePostgres> {
  // Not a dynamic import: jest compiles set-up files only while the set-up itself runs.
  offer.cluster ??= startPrivatePostgres({ folder: offer.folder, fsync: false, maxConnections: 200 });
  return offer.cluster;
}
