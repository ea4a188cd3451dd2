import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embeddedDeployment } from '../support/deployment/embedded-process';
import { buildWorkflowBundle } from '../support/deployment/workflow-bundle';
import { check } from './checker';
import { runEmbeddedUnderFire } from './driver/embedded-run';
import type { Demands } from './evidence';
import { seeded, seedOfRun } from './random';
import { figuresOf } from './report';

const demands: Demands = {
  treatments: 28,
  stopsLanded: 0,
  paymentsLanded: 0,
  perPoint: {
    afterReserve: 1,
    afterAttempting: 1,
    afterTransport: 1,
    afterIngestCommit: 1,
    afterSignal: 1,
    afterOutcomeCommit: 1,
  },
  random: { embedded: 2 },
};

describe('everything in one process on PGlite, killed as a whole', () => {
  it('goes on where it was, with nothing done twice and nothing lost', async () => {
    const random = seeded(seedOfRun('embedded crash run'));
    const base = mkdtempSync(path.join(tmpdir(), 'tideline-embedded-'));
    await buildWorkflowBundle();
    const embedded = await embeddedDeployment(
      path.join(base, 'data'),
      path.join(__dirname, '../support/books/crash'),
    );
    const begun = Date.now();
    const evidence = await runEmbeddedUnderFire(
      embedded,
      {
        size: { runsThrough: 14, stopped: 7, paid: 7, overtaken: 2, listeners: 0, spreadMs: 70_000 },
        windows: { mailMs: 400, chargeMs: 600 },
        randomKills: 2,
        patienceMs: 150_000,
      },
      random,
    );
    const seconds = (Date.now() - begun) / 1_000;
    console.log(figuresOf({ evidence, seconds, echoes: 0, stillOpen: [], unexpected: [] }));
    expect(check(evidence, demands)).toEqual([]);
    if (process.env['TIDELINE_KEEP_DEPLOYMENT'] === undefined) rmSync(base, { recursive: true, force: true });
  }, 900_000);
});
