import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Deployment } from '../../support/deployment';
import type { Random } from '../random';

/** Signals delivered a second time, late and out of order, as a relay that died after delivering would. */
export interface Echo {
  /** Resolves with how many items were sent again. */
  end(): Promise<number>;
}

const lookEveryMs = 400;
const delivered = `
  SELECT treatment_id AS "treatmentId", seq, item FROM inbox_items WHERE delivered_at IS NOT NULL ORDER BY treatment_id, seq`;

/** Sends a share of the delivered inbox items to their workflows again, one to three seconds later. */
export async function echo(
  deployment: Pick<Deployment, 'query' | 'temporal'>,
  share: number,
  random: Random,
): Promise<Echo> {
  const connection = await Connection.connect({ address: deployment.temporal.address });
  const client = new Client({ connection });
  const known = new Set<string>();
  const sending = new Set<Promise<void>>();
  let ended = false;
  let sent = 0;
  const sendAgain = async ({ treatmentId, item }: { treatmentId: string; item: unknown }): Promise<void> => {
    await sleep(1_000 + random.next() * 2_000);
    try {
      await client.workflow.getHandle(treatmentId).signal('inbox', { items: [item] });
      sent += 1;
    } catch {
      // The workflow has ended or the server is down: an echo that nobody hears.
    }
  };
  const looking = (async () => {
    while (!ended) {
      for (const row of await deployment.query<{ treatmentId: string; seq: string; item: unknown }>(
        delivered,
      )) {
        const key = `${row.treatmentId}|${row.seq}`;
        if (known.has(key)) continue;
        known.add(key);
        if (!random.chance(share)) continue;
        const again = sendAgain(row).finally(() => sending.delete(again));
        sending.add(again);
      }
      await sleep(lookEveryMs);
    }
  })();
  return {
    end: async () => {
      ended = true;
      await looking;
      await Promise.all(sending);
      await connection.close();
      return sent;
    },
  };
}
