import { beginAttempt } from '../../../application/gate/begin-attempt';
import type { Composition } from '../../../workers/composition';
import type { Mutant } from './mutant';

/** `attempting` is committed after the transport instead of before it. */
export const lateAttempt: Mutant = {
  gate: {
    beginAttempt: async (tx, app, ask, parts) => {
      const gated = await beginAttempt(tx, app, ask, parts);
      if (gated.read)
        await tx.query(`UPDATE effects SET state = 'reserved' WHERE request_key = $1`, [
          gated.row.requestKey,
        ]);
      return gated;
    },
  },
  compose: (composition) => {
    const { email, payments } = composition;
    return {
      ...composition,
      email: {
        ...email,
        send: (message) =>
          email.send(message).finally(() => attempted(composition, 'request_key', message.messageId)),
      },
      payments: {
        ...payments,
        charge: (request) =>
          payments
            .charge(request)
            .finally(() => attempted(composition, 'business_key', request.idempotencyKey)),
      },
    };
  },
};

async function attempted(
  { app }: Composition,
  column: 'request_key' | 'business_key',
  key: string,
): Promise<void> {
  await app.store.transaction((tx) =>
    tx.query(`UPDATE effects SET state = 'attempting' WHERE ${column} = $1 AND state = 'reserved'`, [key]),
  );
}
