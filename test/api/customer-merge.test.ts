import { startApiWorld, usageDown, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(240_000);

describe('a merge over HTTP', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
  });
  afterAll(() => world.close());

  const merge = (id: string, body: object) => world.call('POST', `/v1/customers/${id}/merge`, body);

  it('makes one customer of two, which every old id and key leads to', async () => {
    const old = await world.call('PUT', '/v1/customers/old', { identities: [{ kind: 'crm', value: 'c-1' }] });
    const key = (await world.call('PUT', '/v1/customers/new', {})).body['customerKey'];
    await world.call('POST', '/v1/signals', usageDown('old'));
    expect(await merge('old', { into: 'new', reason: 'the same person' })).toMatchObject({
      status: 200,
      body: { customerKey: key, merged: true, gaveWay: [] },
    });
    expect((await merge('old', { into: 'new' })).body).toMatchObject({ customerKey: key, merged: false });
    for (const id of ['old', 'new', String(old.body['customerKey'])]) {
      expect((await world.call('GET', `/v1/customers/${id}`)).body).toMatchObject({
        customerKey: key,
        mergedFrom: [old.body['customerKey']],
        treatments: [{ playbook: 'rescue', state: 'running' }],
      });
      const listed = await world.call('GET', `/v1/treatments?customer=${id}`);
      expect(listed.body['treatments']).toMatchObject([{ customerKey: key }]);
    }
    const again = await world.call('POST', '/v1/signals', usageDown('old'));
    expect(again.body).toMatchObject({ duplicates: 1 });
    const { body } = await world.call('GET', '/v1/customers/old/timeline');
    expect(body['entries']).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'merge' })]));
  });

  it('is refused turned round, with nobody and by a token that may not change customers', async () => {
    await world.call('PUT', '/v1/customers/a', {});
    await world.call('PUT', '/v1/customers/b', {});
    await merge('a', { into: 'b' });
    expect(await merge('b', { into: 'a' })).toMatchObject({
      status: 409,
      body: { type: 'urn:tideline:problem:alreadyMerged', errors: [{ field: 'into' }] },
    });
    expect(await merge('b', { into: 'nobody' })).toMatchObject({ status: 404 });
    expect(await merge('b', { into: 'b' })).toMatchObject({ status: 422 });
    expect(await merge('b', {})).toMatchObject({ status: 400, body: { errors: [{ field: 'into' }] } });
    const reader = await world.as({ scopes: ['customers:read'] });
    expect((await reader('POST', '/v1/customers/b/merge', { into: 'a' })).status).toBe(403);
  });
});
