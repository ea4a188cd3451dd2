import type { ApiServer } from '../../api/api-server';
import { takeItems } from '../../api/intake';
import { itemResults, oneOrMany } from '../../api/schemas/items';
import { signalBody, type SignalBody } from '../../api/schemas/signal';
import { describedOnly } from '../../api/validation';

/** A route that takes items as /v1/signals does, keeps them, and rejects those named `refused`. */
export function intakeProbe(kept: SignalBody[]) {
  return (server: ApiServer): void => {
    server.post(
      '/items',
      {
        config: { scope: 'signals:write' },
        schema: {
          body: describedOnly(oneOrMany(signalBody)),
          response: { 200: itemResults, 207: itemResults },
        },
      },
      (request, reply) =>
        takeItems(request, reply, {
          schema: signalBody,
          accept: async (items) => {
            kept.push(...items);
            return items.map(({ id, name }) =>
              name === 'refused'
                ? {
                    id,
                    status: 'rejected' as const,
                    code: 'unknownSignal',
                    message: 'no such signal',
                    field: 'name',
                    crossings: [],
                    treatments: [],
                  }
                : { id, status: 'accepted' as const, crossings: [], treatments: [] },
            );
          },
        }),
    );
  };
}
