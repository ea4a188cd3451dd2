import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { runCli } from '../../cli/run';
import { apiBook, startApiWorld, usageDown, type ApiWorld } from '../api/api-world';
import { tokenWith } from '../api/http-harness';
import { scoreDefinition, scoreRule } from '../support/book-builder';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

describe('tideline customer scores', () => {
  let world: ApiWorld;
  let folder: string;
  let token: string;
  let out: string[];
  let notes: string[];
  beforeAll(async () => {
    world = await startApiWorld();
    token = await tokenWith(world.app, {});
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-scores-'));
    const rules = [scoreRule('usage_down', 'signals.usage_change_30d < -0.3')];
    await world.app.activate({ ...apiBook(), hash: 'scored', scores: [scoreDefinition({ rules })] });
    await world.call('POST', '/v1/signals', usageDown('acme'));
    world.app.clock.advance(86_400_000);
    const occurredAt = world.app.clock.now();
    await world.call('POST', '/v1/signals', { ...usageDown('acme', 'again'), value: 0.1, occurredAt });
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...words: string[]): Promise<number> => {
    out = [];
    notes = [];
    return runCli(['--url', world.http.url, '--token', token, 'customer', 'scores', ...words], {
      environment: {},
      folder,
      out: (line) => out.push(line),
      note: (line) => notes.push(line),
    });
  };

  it('shows a line for each change, with the way the tier went and the reasons', async () => {
    expect([await run('acme'), notes]).toEqual([exitCodes.done, []]);
    expect(out).toEqual([
      'AT                        DIMENSION  POINTS      TIER           CONFIDENCE  DEFINITION  REASONS',
      '2026-03-02T09:00:00.000Z  churn      20      ##  low to medium  0.50        churn       usage_down +20',
      '2026-03-03T09:00:00.000Z  churn      0           medium to low  0.50        churn',
    ]);
  });

  it('shows one dimension, from an instant on', async () => {
    await run('acme', '--dimension', 'churn', '--since', '2026-03-03T00:00:00Z');
    expect(out).toHaveLength(2);
    await run('acme', '--dimension', 'fraud');
    expect(out).toEqual(['Nothing to show.']);
  });

  it.each([
    [['acme', '--dimension', 'chrun'], 'query.dimension'],
    [['acme', '--since', 'yesterday'], 'query.since'],
    [['nobody'], 'No customer has this id'],
  ])('says what is wrong with %j', async (words, told) => {
    expect(await run(...words)).toBe(exitCodes.failed);
    expect(notes.join('\n')).toContain(told);
  });
});
