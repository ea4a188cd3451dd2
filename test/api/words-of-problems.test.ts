import { connect } from 'node:net';
import { startApiWorld, usageDown, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

interface Fault {
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

describe('the words of a problem', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
  });
  afterAll(() => world.close());

  const faults = async (method: string, path: string, body: unknown): Promise<Fault[]> =>
    ((await world.call(method, path, body)).body['errors'] ?? []) as Fault[];
  const signal = (change: object): Promise<Fault[]> =>
    faults('POST', '/v1/signals', { ...usageDown('acme'), ...change });

  it.each([
    [{ occurredAt: undefined }, 'occurredAt', 'is missing'],
    [{ occurredAt: 5 }, 'occurredAt', 'must be an ISO-8601 instant'],
    [{ value: undefined }, 'value', 'is missing'],
    [{ value: 'x'.repeat(10_001) }, 'value', 'has more than 10000 characters'],
    [{ value: null }, 'value', 'must be a number, a text, or true or false'],
    [{ name: '' }, 'name', 'must not be empty'],
    [{ name: 'x'.repeat(101) }, 'name', 'has more than 100 characters'],
    [{ customer: 5 }, 'customer', 'must be a text'],
    [{ data: 5 }, 'data', 'must be an object'],
  ])('name what is wrong with %j', async (change, field, message) => {
    expect(await signal(change)).toMatchObject([{ field, message }]);
  });

  it.each([
    [
      'PUT',
      '/v1/customers/x',
      { contacts: Array.from({ length: 101 }, (_, n) => ({ id: `${n}`, role: 'user' })) },
    ],
    ['PUT', '/v1/customers/x', { attributes: { '': 1 } }],
    ['POST', '/v1/crossings', { ...usageDown('x'), sequence: 1.5 }],
    ['POST', '/v1/crossings', { ...usageDown('x'), sequence: -1 }],
    ['POST', '/v1/storm-breaker/clear', { held: 'maybe' }],
    ['GET', '/v1/treatments?limit=0', undefined],
    ['GET', '/v1/treatments?limit=many', undefined],
    ['POST', '/v1/signals', { ...usageDown('x'), name: 'usage_chnge_30d' }],
    ['POST', '/v1/signals', { ...usageDown('x'), value: 'down' }],
    ['POST', '/v1/signals', { ...usageDown('x'), occurredAt: '2999-01-01T00:00:00Z' }],
    ['POST', '/v1/signals', { ...usageDown('x'), name: 'invoice_paid', value: true }],
  ])('say once what is wrong and once what to do: %s %s (%#)', async (method, path, body) => {
    const found = await faults(method, path, body);
    expect(found).not.toEqual([]);
    for (const { message, fix } of found) {
      expect(fix).not.toContain(message);
      expect(message).not.toContain(fix.replace(/[.?]$/, ''));
      expect(`${message} ${fix}`).not.toMatch(/expected|received|Too (big|small)|Invalid|NaN|undefined/);
    }
  });

  it.each([
    ['/v1/signals', ['id', 'name', 'value', 'occurredAt', 'customer']],
    ['/v1/crossings', ['id', 'segment', 'direction', 'occurredAt', 'customer']],
  ])('of an empty item name all that is missing at once: %s', async (path, fields) => {
    const found = await faults('POST', path, {});
    expect(found.map(({ field }) => field)).toEqual(fields);
    for (const { message } of found) expect(message).toMatch(/^(is missing|must be said once)$/);
    expect(await faults('POST', path, 7)).toMatchObject([{ field: 'body' }]);
  });

  it('name a key that no field can have, wherever it stands', async () => {
    for (const key of ['{"__proto__":{"a":1}}', '{"a":{"constructor":{"prototype":{}}}}']) {
      const body = JSON.stringify(usageDown('acme')).replace('}', `,"data":${key}}`);
      expect(await faults('POST', '/v1/signals', body)).toEqual([
        {
          field: key.startsWith('{"a"') ? 'data.a.constructor' : 'data.__proto__',
          message: 'has a name that no field can have',
          fix: 'Leave it out, or name it otherwise.',
        },
      ]);
    }
    const broken = await world.call('POST', '/v1/signals', '{"__proto__":');
    expect([broken.status, broken.body['detail']]).toEqual([
      400,
      'The body is not JSON: check it with a JSON parser.',
    ]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'say that %s is not read here',
    async (type) => {
      const answer = await world.call('POST', '/v1/signals', usageDown('acme'), { 'content-type': type });
      expect([answer.status, answer.body['type']]).toEqual([415, 'urn:tideline:problem:wrongMediaType']);
    },
  );

  it.each(['application/json', 'text/plain'])(
    'are about the method where the address does not have it, whatever the body is: %s',
    async (type) => {
      const headers = { 'content-type': type };
      expect((await world.call('DELETE', '/v1/signals', undefined, headers)).status).toBe(405);
      expect((await world.call('DELETE', '/v1/signals', '{', headers)).status).toBe(405);
      expect((await world.call('POST', '/v1/nothing', '{', headers)).status).toBe(404);
    },
  );

  it('say that there is no such file, not that its address has no GET', async () => {
    const answer = await world.call('GET', '/docs/static/..%2f..%2f..%2fpackage.json');
    expect([answer.status, answer.body['type']]).toEqual([404, 'urn:tideline:problem:noSuchRoute']);
  });

  it.each([
    [{ authorization: `Bearer ${'x'.repeat(20_000)}` }, 431, 'headersTooLarge'],
    [{ 'content-length': 'many' }, 400, 'invalidRequest'],
  ])('are a problem also of a request that cannot be read at all (%#)', async (headers, status, code) => {
    const answer = await rawAnswer(world.http.url, headers);
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
    expect(JSON.parse(answer.text)).toMatchObject({ type: `urn:tideline:problem:${code}`, status });
  });

  it.each([
    ['DELETE', '/v1/signals', 'POST'],
    ['POST', '/v1/customers/acme', 'GET, PUT'],
    ['PATCH', '/v1/kill-switches/all?x=1', 'DELETE, GET, PUT'],
    ['GET', '/v1/treatments/treatment%3Arescue%3A000000000000%3A1/stop', 'POST'],
  ])('%s %s, a method the address does not have, is a 405 with those it has', async (method, path, allow) => {
    const answer = await world.call(method, path);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(answer.body).toMatchObject({
      type: 'urn:tideline:problem:methodNotAllowed',
      detail: expect.stringContaining(allow),
    });
  });
});

interface RawAnswer {
  readonly status: number;
  readonly type: string | undefined;
  readonly text: string;
}

/** Asks without an HTTP client, which would not send what is broken. */
function rawAnswer(url: string, headers: Readonly<Record<string, string>>): Promise<RawAnswer> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
      .setEncoding('utf8')
      .on('data', (text: string) => (answer += text))
      .on('error', reject)
      .on('close', () => {
        const [head = '', text = ''] = answer.split('\r\n\r\n');
        const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);
        resolve({ status, type: /^content-type: (.*)$/im.exec(head)?.[1]?.trim(), text });
      });
    socket.write(['GET /healthz HTTP/1.1', 'Host: tideline', ...lines, '', ''].join('\r\n'));
  });
}
