import { scoreDefinition, scoreRule } from '../support/book-builder';
import { apiBook, startApiWorld, usageDown, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

describe('the scores of a customer over HTTP', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
    const rules = [scoreRule('usage_down', 'signals.usage_change_30d < -0.3')];
    await world.app.activate({ ...apiBook(), hash: 'scored', scores: [scoreDefinition({ rules })] });
    await world.call('POST', '/v1/signals', usageDown('acme'));
    world.app.clock.advance(86_400_000);
    await world.call('POST', '/v1/signals', {
      ...usageDown('acme', 'again'),
      value: 0.1,
      occurredAt: later(),
    });
  });
  afterAll(() => world.close());

  const later = (): string => world.app.clock.now();
  const read = (query = '') => world.call('GET', `/v1/customers/acme/scores${query}`);

  it('are read as they stand, and how they came to it, oldest first', async () => {
    const answer = await read();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      scores: [{ dimension: 'churn', points: 0, tier: 'low', reasons: [], evaluatedAt: later() }],
      history: [
        { points: 20, fromTier: 'low', tier: 'medium', reasons: [{ code: 'usage_down', points: 20 }] },
        { at: later(), points: 0, fromTier: 'medium', tier: 'low', definition: 'churn', mergedFrom: null },
      ],
    });
  });

  it('are read by dimension, since when, and the latest of them', async () => {
    const points = async (query: string) =>
      ((await read(query)).body['history'] as { points: number }[]).map((one) => one.points);
    expect(await points('?dimension=churn&limit=1')).toEqual([0]);
    expect(await points(`?since=${later()}`)).toEqual([0]);
    expect((await read('?dimension=fraud')).body).toMatchObject({ scores: [], history: [] });
  });

  it.each([
    ['dimension=chrun', 'query.dimension'],
    ['since=yesterday', 'query.since'],
    ['limit=0', 'query.limit'],
    ['tier=high', 'query.tier'],
  ])('refuse ?%s, naming the field', async (query, field) => {
    const answer = await read(`?${query}`);
    expect([answer.status, answer.body['errors']]).toEqual([400, [expect.objectContaining({ field })]]);
  });

  it('of somebody unknown are a 404 that does not repeat the id', async () => {
    const answer = await world.call('GET', '/v1/customers/nora%40example.com/scores');
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('nora');
  });

  it('are for whoever may read customers', async () => {
    const stranger = await world.as({ scopes: ['treatments:read'] });
    expect((await stranger('GET', '/v1/customers/acme/scores')).status).toBe(403);
  });
});
