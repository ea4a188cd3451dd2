import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { startImportServer, type ImportServer } from './import-server';
import { cardTable } from './card-table';
import { independentCount } from './run-independent-count';
import { killOnceBeyond, runImportProcess } from './import-process';
import { readCrossings } from './read-crossings';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

const seed = 20_050_430;

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
    expect(await readCrossings(server)).toEqual(expected);
    expect(await server.count('treatments')).toBe(0);
  }, 300_000);

  it('gives the same after the import was killed twice', async () => {
    const flags = ['--backfill', '--batch-size', '120', '--concurrency', '2'];
    await killOnceBeyond(server, table, flags, 60);
    await killOnceBeyond(server, table, flags, 240);
    const run = await runImportProcess(server, table, flags);
    expect(run.code).toBe(exitCodes.done);
    expect(run.notes).toContain('Going on after row');
    expect(await readCrossings(server)).toEqual(expected);
    expect(await server.count('signals')).toBe(3_600);
  }, 300_000);

  it('is stopped by the storm breaker without --backfill, which says so', async () => {
    const run = await runImportProcess(server, table, ['--batch-size', '120', '--concurrency', '1']);
    expect(run.code).toBe(exitCodes.stormBreaker);
    expect(run.notes).toContain('The storm breaker stopped the import');
    expect(run.notes).toContain('tideline storm clear');
  }, 300_000);
});
