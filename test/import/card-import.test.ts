import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { describeWith, sharedDataFolder } from '../support/require';
import { startImportServer, type ImportServer } from './import-server';
import { cardTable } from './card-table';
import { independentCount, type IndependentCount } from './run-independent-count';
import { killOnceBeyond, runImportProcess } from './import-process';
import { readCrossings } from './read-crossings';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

const realTable = path.join(sharedDataFolder, 'credit-card-default-uci.csv');
const seed = 20_050_430;

/** Imports a table into a fresh server and checks every crossing against the independent script. */
async function expectSameCrossings(server: ImportServer, expected: IndependentCount): Promise<void> {
  const found = await readCrossings(server);
  expect(found).toEqual(expected);
}

describe('a table of 600 customers of the credit-card shape', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-cards-'));
  const table = path.join(folder, 'cards.csv');
  writeFileSync(table, cardTable(600, seed));
  const expected = independentCount(table);
  let server: ImportServer;

  beforeEach(async () => {
    server = await startImportServer();
  });
  afterEach(() => server.close());

  it('has enough crossings to tell anything', () => {
    expect(expected.crossings).toBeGreaterThan(200);
    expect(expected.twice).toBeGreaterThan(50);
  });

  it('gives the crossings of the independent script, customer by customer, and treats nobody in a backfill', async () => {
    const run = await runImportProcess(server, table, ['--backfill']);
    expect([run.code, run.notes]).toEqual([exitCodes.done, '']);
    await expectSameCrossings(server, expected);
    expect(await server.count('treatments')).toBe(0);
  }, 300_000);

  it('gives the same after the import was killed twice', async () => {
    const flags = ['--backfill', '--batch-size', '120', '--concurrency', '2'];
    await killOnceBeyond(server, table, flags, 60);
    await killOnceBeyond(server, table, flags, 240);
    const run = await runImportProcess(server, table, flags);
    expect(run.code).toBe(exitCodes.done);
    expect(run.notes).toContain('Going on after row');
    await expectSameCrossings(server, expected);
    expect(await server.count('signals')).toBe(3_600);
  }, 300_000);

  it('is stopped by the storm breaker without --backfill, which says so', async () => {
    const run = await runImportProcess(server, table, ['--batch-size', '120', '--concurrency', '1']);
    expect(run.code).toBe(exitCodes.stormBreaker);
    expect(run.notes).toContain('The storm breaker stopped the import');
    expect(run.notes).toContain('tideline storm clear');
  }, 300_000);
});

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
    await expectSameCrossings(server, expected);
    expect(await server.count('treatments')).toBe(0);
    expect(await server.count('signals')).toBe(180_000);
  }, 1_800_000);

  it('is stopped by the storm breaker without --backfill, which says so', async () => {
    const run = await runImportProcess(server, realTable, []);
    expect(run.code).toBe(exitCodes.stormBreaker);
    expect(run.notes).toContain('The storm breaker stopped the import');
  }, 900_000);
});
