import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { describeWith, sharedDataFolder } from '../support/require';
import { startImportServer, type ImportServer } from './import-server';
import { killOnceBeyond, runImportProcess } from './import-process';
import { readCrossings } from './read-crossings';
import { independentCount } from './run-independent-count';

const realTable = path.join(sharedDataFolder, 'credit-card-default-uci.csv');

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

describeWith('shared-data', 'the real table of 30,000 customers', () => {
  let server: ImportServer;
  beforeEach(async () => {
    server = await startImportServer();
  });
  afterEach(() => server.close());

  it('gives 3,079 first entries and 12,399 crossings, the same after two kills, and treats nobody in a backfill', async () => {
    const expected = independentCount(realTable);
    expect(expected).toMatchObject({
      first: 3_079,
      entries: 8_069,
      exits: 4_330,
      crossings: 12_399,
      twice: 3_092,
    });
    await killOnceBeyond(server, realTable, ['--backfill'], 5_000);
    await killOnceBeyond(server, realTable, ['--backfill'], 15_000);
    const run = await runImportProcess(server, realTable, ['--backfill']);
    expect([run.code, run.notes.includes('Going on after row')]).toEqual([exitCodes.done, true]);
    expect(await readCrossings(server)).toEqual(expected);
    expect(await server.count('treatments')).toBe(0);
    expect(await server.count('signals')).toBe(180_000);
  }, 1_800_000);

  it('is stopped by the storm breaker without --backfill, which says so', async () => {
    const run = await runImportProcess(server, realTable, []);
    expect(run.code).toBe(exitCodes.stormBreaker);
    expect(run.notes).toContain('The storm breaker stopped the import');
  }, 900_000);
});
