import { exitCodes } from '../../cli/failure';
import { apiBook, startApiWorld, usageDown, type ApiWorld } from '../api/api-world';
import { tokenWith } from '../api/http-harness';
import { scoreDefinition, scoreRule } from '../support/book-builder';
import { spokenCli } from '../support/spoken-cli';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

describe('tideline customer scores', () => {
  let world: ApiWorld;
  let token: string;
  beforeAll(async () => {
    world = await startApiWorld();
    token = await tokenWith(world.app, {});
    const rules = [scoreRule('usage_down', 'signals.usage_change_30d < -0.3')];
    await world.app.activate({ ...apiBook(), hash: 'scored', scores: [scoreDefinition({ rules })] });
    await world.call('POST', '/v1/signals', usageDown('acme'));
    world.app.clock.advance(86_400_000);
    const occurredAt = world.app.clock.now();
    await world.call('POST', '/v1/signals', { ...usageDown('acme', 'again'), value: 0.1, occurredAt });
  });
  afterAll(() => world.close());

  const cli = spokenCli();
  const run = (...words: string[]): Promise<number> =>
    cli.run('--url', world.http.url, '--token', token, 'customer', 'scores', ...words);
  const lines = (): string[] => cli.out.trimEnd().split('\n');

  it('shows a line for each change, with the way the tier went and the reasons', async () => {
    expect([await run('acme'), cli.notes]).toEqual([exitCodes.done, '']);
    expect(lines()).toEqual([
      'AT                        DIMENSION  POINTS      TIER           CONFIDENCE  DEFINITION  REASONS',
      '2026-03-02T09:00:00.000Z  churn      20      ##  low to medium  0.50        churn       usage_down +20',
      '2026-03-03T09:00:00.000Z  churn      0           medium to low  0.50        churn',
    ]);
  });

  it('shows one dimension, from an instant on', async () => {
    await run('acme', '--dimension', 'churn', '--since', '2026-03-03T00:00:00Z');
    expect(lines()).toHaveLength(2);
    await run('acme', '--dimension', 'fraud');
    expect(lines()).toEqual(['Nothing to show.']);
  });

  it.each([
    [['acme', '--dimension', 'chrun'], 'query.dimension'],
    [['acme', '--since', 'yesterday'], 'query.since'],
    [['nobody'], 'No customer has this id'],
  ])('says what is wrong with %j', async (words, told) => {
    expect(await run(...words)).toBe(exitCodes.failed);
    expect(cli.notes).toContain(told);
  });
});
