import path from 'node:path';
import { startDeployment } from '../support/deployment';
import { freshDatabase } from '../support/postgres';
import { describeWith } from '../support/require';
import { check } from './checker';
import { everything } from './driver/random-kills';
import { runUnderFire, type RunOptions } from './driver/run';
import type { Demands } from './evidence';
import { seeded, seedOfRun } from './random';
import { figuresOf } from './report';

const timesEach = 5;
const inWorkers = ['afterReserve', 'afterAttempting', 'afterTransport', 'afterOutcomeCommit'] as const;

const options: RunOptions = {
  size: { runsThrough: 80, stopped: 64, paid: 64, overtaken: 8, listeners: 24, spreadMs: 45_000 },
  windows: { mailMs: 700, chargeMs: 800 },
  hunts: [
    { name: 'worker that dies 1', role: 'worker', points: inWorkers, times: timesEach, atMostOneIn: 3 },
    { name: 'worker that dies 2', role: 'worker', points: inWorkers, times: timesEach, atMostOneIn: 3 },
    { name: 'relay that dies', role: 'relay', points: ['afterSignal'], times: timesEach, atMostOneIn: 4 },
    { name: 'api that dies', role: 'api', points: ['afterIngestCommit'], times: timesEach, atMostOneIn: 4 },
  ],
  huntPatienceMs: 90_000,
  pace: { targets: everything, leastMs: 2_500, mostMs: 5_000, forMs: 30_000 },
  echoShare: 0.4,
  patienceMs: 240_000,
};

const demands: Demands = {
  treatments: 200,
  stopsLanded: 30,
  paymentsLanded: 30,
  perPoint: {
    afterReserve: timesEach,
    afterAttempting: timesEach,
    afterTransport: timesEach,
    afterIngestCommit: timesEach,
    afterSignal: timesEach,
    afterOutcomeCommit: timesEach,
  },
  random: { worker: 3, relay: 1, api: 1, temporal: 1 },
};

describeWith('postgres', 'two hundred treatments under fire, every part a process of its own', () => {
  it('reach their outcomes with nothing done twice, nothing lost and nothing after a stop', async () => {
    const random = seeded(seedOfRun('crash run'));
    const { url } = await freshDatabase();
    const bookFolder = path.join(__dirname, '../support/books/crash');
    const deployment = await startDeployment({ bookFolder, databaseUrl: url });
    try {
      const run = await runUnderFire(deployment, options, random);
      console.log(figuresOf(run));
      expect(check(run.evidence, demands)).toEqual([]);
    } finally {
      await deployment.stop();
    }
  }, 900_000);
});
