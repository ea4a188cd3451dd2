import { z } from 'zod';
import type { ApiServer } from '../../api/api-server';
import { buildServer } from '../../api/build-server';
import { ApiProblem } from '../../api/problem';
import type { Store } from '../../ports/store/store';
import { openTestStore } from '../support/stores';
import { apiDependencies, listen, tokenWith, type Caller, type Listening } from './http-harness';
import { probeApplication } from './probe-application';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

/** A route that counts how often it really ran. */
function counter(gate: () => Promise<void>) {
  let runs = 0;
  return (server: ApiServer): void => {
    server.post(
      '/count',
      { config: { scope: 'signals:write' }, schema: { body: z.object({ say: z.string() }) } },
      async (request, reply) => {
        runs += 1;
        await gate();
        if (request.body.say === 'refuse') throw new ApiProblem(422, 'refused', 'No.');
        if (request.body.say === 'break') throw new Error('broken');
        return reply
          .status(201)
          .header('content-type', 'application/json')
          .send({ runs, said: request.body.say });
      },
    );
  };
}

describe('Idempotency-Key', () => {
  let store: Store;
  let http: Listening;
  let call: Caller;
  let probe: ReturnType<typeof probeApplication>;
  let gate: () => Promise<void> = async () => undefined;

  beforeAll(async () => {
    store = await openTestStore('pglite');
    probe = probeApplication(store);
    http = await listen(await buildServer(apiDependencies(probe.app), [counter(() => gate())]));
    call = http.caller(await tokenWith(probe.app));
  });
  afterAll(async () => {
    await http.close();
    await store.close();
  });
  beforeEach(() => {
    gate = async () => undefined;
  });

  const under = (key: string, say = 'hello', by: Caller = call) =>
    by('POST', '/count', { say }, { 'idempotency-key': key });

  it('replays the whole answer without running again', async () => {
    const first = await under('a');
    const again = await under('a');
    expect(first.status).toBe(201);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
  });

  it('replays a refusal as it was', async () => {
    const first = await under('b', 'refuse');
    const again = await under('b', 'refuse');
    expect([again.status, again.text]).toEqual([422, first.text]);
    expect(again.headers.get('content-type')).toContain('application/problem+json');
  });

  it('refuses another body under the same key', async () => {
    await under('c');
    const other = await under('c', 'something else');
    expect(other.status).toBe(422);
    expect(other.body['type']).toBe('urn:tideline:problem:idempotencyKeyReused');
  });

  it('takes the same JSON with its keys in another order for the same body', async () => {
    const first = await call('POST', '/count', '{"say":"x","more":1}', { 'idempotency-key': 'order' });
    const again = await call('POST', '/count', '{"more":1,"say":"x"}', { 'idempotency-key': 'order' });
    expect([again.status, again.text]).toEqual([201, first.text]);
  });

  it('answers 409 while the first request still runs', async () => {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let entered = (): void => undefined;
    const inside = new Promise<void>((resolve) => (entered = resolve));
    gate = async () => {
      entered();
      await opened;
    };
    const first = under('d');
    await inside;
    const meanwhile = await under('d');
    open();
    expect(meanwhile.status).toBe(409);
    expect((await first).status).toBe(201);
    expect((await under('d')).text).toBe((await first).text);
  });

  it('lets a request that broke on our side be sent again', async () => {
    const broken = await under('e', 'break');
    const again = await under('e', 'break');
    expect([broken.status, again.status]).toEqual([500, 500]);
    expect(again.headers.get('idempotency-replayed')).toBeNull();
  });

  it('takes over from a request whose process died', async () => {
    await store.transaction((tx) =>
      tx.query(
        `INSERT INTO idempotency_keys (subject, key, request_hash, at)
         SELECT 'tester', 'f', request_hash, $1 FROM idempotency_keys WHERE key = 'a'`,
        ['2026-03-02T08:58:00.000Z'],
      ),
    );
    expect((await under('f')).status).toBe(201);
  });

  it('keeps the keys of two subjects apart', async () => {
    const other = http.caller(await tokenWith(probe.app, { subject: 'somebody else' }));
    const mine = await under('g');
    const theirs = await under('g', 'hello', other);
    expect(theirs.headers.get('idempotency-replayed')).toBeNull();
    expect(theirs.text).not.toBe(mine.text);
  });

  it('forgets a key after a day', async () => {
    const first = await under('h');
    probe.setNow('2026-03-03T09:00:01.000Z');
    const later = await under('h');
    probe.setNow('2026-03-02T09:00:00.000Z');
    expect(later.text).not.toBe(first.text);
  });

  it('refuses a key that is too long', async () => {
    expect((await under('x'.repeat(201))).status).toBe(400);
  });
});
