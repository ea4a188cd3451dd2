import { startApiWorld, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(240_000);

describe('facts without a customer over HTTP', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
  });
  afterAll(() => world.close());

  const identity = { kind: 'crm', value: '0061' };
  const usage = { id: 'u-1', name: 'usage_change_30d', value: -0.4, occurredAt: '2026-03-02T08:00:00Z' };

  it('wait, are listed page by page and taken when their identity is assigned', async () => {
    const sent = await world.call('POST', '/v1/signals', [
      { ...usage, identity },
      { ...usage, id: 'u-2', identity: { ...identity, value: '0062' } },
    ]);
    expect(sent.body).toMatchObject({
      accepted: 2,
      results: [{ code: 'unresolved' }, { code: 'unresolved' }],
    });
    const first = await world.call('GET', '/v1/unresolved?state=waiting&limit=1');
    expect(first.body['unresolved']).toMatchObject([
      { what: 'signal', source: 'api', identity, item: { id: 'u-1', value: -0.4 }, state: 'waiting' },
    ]);
    const second = await world.call('GET', `/v1/unresolved?limit=1&cursor=${String(first.body['next'])}`);
    expect(second.body['unresolved']).toMatchObject([{ id: 'u-2' }]);
    await world.call('PUT', '/v1/customers/acme', {});
    expect(await world.call('POST', '/v1/unresolved/assign', { identity, customer: 'acme' })).toMatchObject({
      status: 200,
      body: { taken: 1, refused: 0 },
    });
    const { body } = await world.call('GET', '/v1/customers/acme');
    expect(body).toMatchObject({
      identities: [identity, { kind: 'id' }],
      treatments: [{ playbook: 'rescue' }],
    });
  });

  it('come as CloudEvents too, whose data names the identity', async () => {
    const event = { specversion: '1.0', id: 'e-1', source: 'crm', type: 'fact', subject: 'not-the-customer' };
    const data = { name: usage.name, value: 1, occurredAt: usage.occurredAt, identity };
    const sent = await world.call(
      'POST',
      '/v1/signals',
      { ...event, data },
      { 'content-type': 'application/cloudevents+json' },
    );
    expect(sent.body).toMatchObject({ accepted: 1 });
    expect((await world.call('GET', '/v1/customers/not-the-customer')).status).toBe(404);
  });

  it('must say in one way whose they are', async () => {
    for (const whose of [{}, { identity, customer: 'acme' }]) {
      expect(await world.call('POST', '/v1/signals', { ...usage, id: 'u-3', ...whose })).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'customer', message: expect.stringContaining('said once') }] },
      });
    }
    expect((await world.call('POST', '/v1/unresolved/assign', { identity, customer: 'nobody' })).status).toBe(
      404,
    );
    const reader = await world.as({ scopes: ['customers:read'] });
    expect((await reader('POST', '/v1/unresolved/assign', { identity, customer: 'acme' })).status).toBe(403);
  });
});
