import { apiBook, startApiWorld, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

const day = 86_400_000;

describe('the block list over HTTP', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
    const book = apiBook();
    const blocklist = {
      signal: 'usage_change_30d',
      roles: ['success-manager'],
      longestMs: 400 * day,
      networks: { ipv4: 16, ipv6: 32 },
    };
    await world.app.activate({ ...book, hash: 'with-blocklist', policies: { ...book.policies, blocklist } });
  });
  afterAll(() => world.close());

  const body = (pattern: string, kind = 'email') => ({
    kind,
    pattern,
    reason: 'card testing',
    sourceCase: 'case-7',
    expiresAt: '2026-06-01T00:00:00Z',
  });

  it('takes a pattern in a body, says who and until when, and repeats it nowhere', async () => {
    const added = await world.call('POST', '/v1/blocklist', body('eve@example.com'));
    expect([added.status, added.body]).toMatchObject([
      201,
      { kind: 'email', state: 'active', pattern: null, proposedBy: 'tester', sourceCase: 'case-7' },
    ]);
    const listed = await world.call('GET', '/v1/blocklist?kind=email&state=active');
    expect(listed.body['entries']).toEqual([added.body]);
    const check = await world.call('POST', '/v1/blocklist/check', { email: 'EVE@example.com' });
    expect(check.body['hits']).toEqual([{ id: added.body['id'], kind: 'email' }]);
    expect(`${added.text}${listed.text}${check.text}${JSON.stringify(world.lines)}`).not.toMatch(/eve@/i);
  });

  it('lets another person confirm a network, and neither the same one nor a stranger', async () => {
    const added = await world.call('POST', '/v1/blocklist', body('203.0.113.0/24', 'ip'));
    const path = `/v1/blocklist/${String(added.body['id'])}/confirm`;
    expect(added.body).toMatchObject({ kind: 'network', state: 'proposed', pattern: '203.0.113.0/24' });
    expect((await world.call('POST', path)).status).toBe(403);
    const stranger = await world.as({ subject: 'stranger', roles: [] });
    expect((await stranger('POST', path)).status).toBe(403);
    const otto = await world.as({ subject: 'otto', roles: ['success-manager'] });
    expect((await otto('POST', path)).body).toMatchObject({ state: 'active', confirmedBy: 'otto' });
    expect((await otto('POST', path)).status).toBe(409);
  });

  it('takes an entry off', async () => {
    const added = await world.call('POST', '/v1/blocklist', body('d-9', 'device'));
    const path = `/v1/blocklist/${String(added.body['id'])}`;
    expect((await world.call('DELETE', path)).body).toMatchObject({ state: 'removed', removedBy: 'tester' });
    expect((await world.call('DELETE', path)).status).toBe(409);
    expect((await world.call('POST', '/v1/blocklist/check', { device: 'd-9' })).body['hits']).toEqual([]);
  });

  it('is read page by page', async () => {
    await world.call('POST', '/v1/blocklist', body('one@example.com'));
    await world.call('POST', '/v1/blocklist', body('two@example.com'));
    const first = await world.call('GET', '/v1/blocklist?limit=1');
    const cursor = encodeURIComponent(String(first.body['next']));
    const second = await world.call('GET', `/v1/blocklist?limit=1&cursor=${cursor}`);
    expect(second.body['entries']).toHaveLength(1);
    expect(second.body['entries']).not.toEqual(first.body['entries']);
  });

  it.each([
    ['pattern', 422, body('not an address')],
    ['kind', 400, body('x@example.com', 'phone')],
    ['expiresAt', 422, { ...body('x@example.com'), expiresAt: '2026-01-01T00:00:00Z' }],
    ['reason', 400, { ...body('x@example.com'), reason: ' ' }],
    ['by', 400, { ...body('x@example.com'), by: 'the boss' }],
  ])('refuses a wrong %s and names it', async (field, status, wrong) => {
    const answer = await world.call('POST', '/v1/blocklist', wrong);
    expect([answer.status, answer.body['errors']]).toEqual([status, [expect.objectContaining({ field })]]);
  });

  it('needs scopes of its own', async () => {
    const reader = await world.as({ scopes: ['blocklist:read'], roles: ['success-manager'] });
    expect((await reader('GET', '/v1/blocklist')).status).toBe(200);
    expect((await reader('POST', '/v1/blocklist', body('x@example.com'))).status).toBe(403);
  });
});
