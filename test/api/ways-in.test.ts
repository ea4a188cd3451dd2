import { startApiWorld, usageDown, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

interface Item {
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
  readonly crossings: string[];
  readonly treatments: string[];
}

describe('signals and crossings over HTTP', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
  });
  afterAll(() => world.close());

  const post = async (
    path: string,
    body: unknown,
  ): Promise<{ status: number; items: Item[]; text: string }> => {
    const answer = await world.call('POST', path, body);
    return { status: answer.status, items: (answer.body['results'] ?? []) as Item[], text: answer.text };
  };
  const crossing = (customer: string, more: object = {}): object => ({
    id: `cdp-${customer}`,
    source: 'cdp',
    customer,
    segment: 'called-in',
    direction: 'entered',
    occurredAt: '2026-03-02T08:00:00Z',
    ...more,
  });

  it('a signal that crosses a boundary answers with the crossing and the treatment it started', async () => {
    const { status, items } = await post('/v1/signals', usageDown('acme'));
    expect(status).toBe(200);
    expect(items).toMatchObject([
      {
        status: 'accepted',
        crossings: [expect.stringMatching(/^crossing:/)],
        treatments: [expect.stringMatching(/^treatment:rescue:/)],
      },
    ]);
  });

  it('a signal sent again is a duplicate and starts nothing', async () => {
    await post('/v1/signals', usageDown('again'));
    const { items } = await post('/v1/signals', usageDown('again'));
    expect(items).toMatchObject([{ status: 'duplicate', crossings: [], treatments: [] }]);
  });

  it.each([
    ['value', { value: -0.9 }],
    ['occurredAt', { occurredAt: '2026-03-02T08:00:01Z' }],
    ['data', { data: { seats: 3 } }],
    ['context', { context: 'team:7' }],
    ['customer', { customer: 'somebody-else' }],
    ['name', { name: 'card_updated', value: true }],
  ])('another fact under a known id is a conflict that names what differs: %s', async (field, change) => {
    const fact = usageDown(`taken-${field}`);
    await post('/v1/signals', fact);
    const answer = await world.call('POST', '/v1/signals', { ...fact, ...change });
    expect([answer.status, answer.body['type']]).toEqual([409, 'urn:tideline:problem:conflict']);
    expect(answer.body['errors']).toMatchObject([
      { field, message: expect.stringContaining(field), fix: expect.stringContaining('id') },
    ]);
    expect(answer.body['detail']).toMatch(/for ever/);
  });

  it('another fact under an id of the same batch is a conflict too, and the same one a duplicate', async () => {
    const fact = usageDown('twice-in-one');
    const { status, items } = await post('/v1/signals', [
      fact,
      { ...fact, value: -0.8 },
      { ...fact },
      { ...fact, id: 'its-own', value: -0.8 },
    ]);
    expect(status).toBe(207);
    expect(items).toMatchObject([
      { status: 'accepted' },
      { status: 'rejected', code: 'conflict', field: 'value' },
      { status: 'duplicate' },
      { status: 'accepted' },
    ]);
  });

  it.each([
    ['direction', { direction: 'exited' }],
    ['occurredAt', { occurredAt: '2026-03-02T08:00:01Z' }],
    ['occurredAt', { occurredAt: undefined }],
    ['sequence', { sequence: 8 }],
    ['reasons', { reasons: ['asked', 'twice'] }],
    ['toTier', { toTier: 'high' }],
    ['customer', { customer: 'another' }],
  ])(
    'another crossing under a known id is a conflict that names what differs: %s %j',
    async (field, change) => {
      const told = crossing(`moved-${JSON.stringify(change)}`, { sequence: 7, reasons: ['asked'] });
      expect((await post('/v1/crossings', told)).items).toMatchObject([{ status: 'accepted' }]);
      expect((await post('/v1/crossings', told)).items).toMatchObject([{ status: 'duplicate' }]);
      const answer = await world.call('POST', '/v1/crossings', { ...told, ...change });
      expect([answer.status, answer.body['type']]).toEqual([409, 'urn:tideline:problem:conflict']);
      expect(answer.body['errors']).toMatchObject([{ field }]);
    },
  );

  it('a crossing without a time is the same one when it comes again later', async () => {
    const told = crossing('timeless', { sequence: 1, occurredAt: undefined });
    await post('/v1/crossings', told);
    world.app.clock.advance(60_000);
    expect((await post('/v1/crossings', told)).items).toMatchObject([{ status: 'duplicate' }]);
  });

  it('a misspelt segment is told with the name that may be meant', async () => {
    const answer = await world.call('POST', '/v1/crossings', crossing('z', { segment: 'caled-in' }));
    expect([answer.status, answer.text]).toEqual([
      422,
      expect.stringContaining('did you mean \\"called-in\\"?'),
    ]);
  });

  it('a signal the book does not have is a 422 that names the field', async () => {
    const answer = await world.call('POST', '/v1/signals', { ...usageDown('other'), name: 'usage' });
    expect(answer.status).toBe(422);
    expect(answer.body['errors']).toMatchObject([{ field: 'name' }]);
  });

  it('a batch takes what is good, in its order', async () => {
    const bad = { ...usageDown('b2'), value: 'much' };
    const { status, items } = await post('/v1/signals', [
      usageDown('b1'),
      bad,
      { ...usageDown('b3'), id: '' },
      usageDown('b1'),
    ]);
    expect(status).toBe(207);
    expect(items.map((item) => item.status)).toEqual(['accepted', 'rejected', 'rejected', 'duplicate']);
  });

  it('a backfill records crossings and treats nobody', async () => {
    const { items } = await post('/v1/signals?backfill=true', usageDown('old'));
    expect(items).toMatchObject([{ status: 'accepted', crossings: [expect.any(String)], treatments: [] }]);
    const stored = await world.call('GET', '/v1/crossings?customer=old');
    expect(stored.body['crossings']).toMatchObject([{ disposition: 'backfill', customer: 'old' }]);
  });

  it('a ready-made crossing of an external segment starts a treatment, once', async () => {
    const first = await post('/v1/crossings', crossing('vip'));
    const again = await post('/v1/crossings', crossing('vip'));
    expect(first.items).toMatchObject([
      { status: 'accepted', treatments: [expect.stringMatching(/^treatment:call-back:/)] },
    ]);
    expect(again.items).toMatchObject([{ status: 'duplicate', treatments: [] }]);
  });

  it('a crossing older than the current state is stored as stale and not acted on', async () => {
    await post('/v1/crossings', crossing('late'));
    const { items } = await post(
      '/v1/crossings',
      crossing('late', { id: 'older', direction: 'exited', occurredAt: '2026-03-01T08:00:00Z' }),
    );
    expect(items).toMatchObject([{ status: 'accepted', treatments: [] }]);
    const stored = await world.call('GET', '/v1/crossings?customer=late&direction=exited');
    expect(stored.body['crossings']).toMatchObject([{ disposition: 'stale' }]);
  });

  it('a crossing of an evaluated segment is a 422 that names the signals to send instead', async () => {
    const answer = await world.call('POST', '/v1/crossings', crossing('x', { segment: 'usage-down' }));
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('usage_change_30d')]);
  });

  it('a crossing with neither time nor sequence is refused', async () => {
    const answer = await world.call('POST', '/v1/crossings', crossing('y', { occurredAt: undefined }));
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('occurredAt')]);
  });

  it('a crossing comes as a CloudEvent too', async () => {
    const event = {
      specversion: '1.0',
      id: 'ce-1',
      source: '/cdp',
      type: 'segment.entered',
      subject: 'cloudy',
      time: '2026-03-02T08:00:00Z',
      data: { segment: 'called-in', direction: 'entered' },
    };
    const headers = { 'content-type': 'application/cloudevents+json' };
    const first = await world.call('POST', '/v1/crossings', event, headers);
    const again = await world.call('POST', '/v1/crossings', event, headers);
    expect(first.body['results']).toMatchObject([{ status: 'accepted' }]);
    expect(again.body['results']).toMatchObject([{ status: 'duplicate' }]);
  });

  it('crossings are read page by page without loss or repetition', async () => {
    await post(
      '/v1/signals',
      Array.from({ length: 7 }, (_, n) => usageDown(`page-${n}`)),
    );
    const all = (await world.call('GET', '/v1/crossings?limit=1000')).body['crossings'] as { id: string }[];
    const paged: { id: string }[] = [];
    for (let query = ''; ;) {
      const page = await world.call('GET', `/v1/crossings?limit=3${query}`);
      paged.push(...(page.body['crossings'] as { id: string }[]));
      if (page.body['next'] === null) break;
      query = `&cursor=${page.body['next'] as string}`;
    }
    expect(all.length).toBeGreaterThan(7);
    expect(paged).toEqual(all);
  });

  it('a cursor that is not ours is a 400', async () => {
    expect((await world.call('GET', '/v1/crossings?cursor=nonsense')).status).toBe(400);
  });
});
