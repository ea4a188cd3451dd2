import path from 'node:path';
import { startDeployment, type Deployment } from '../support/deployment';
import { freshDatabase } from '../support/postgres';
import { describeWith } from '../support/require';
import { brokenPromises } from './checker';
import type { Evidence } from './evidence';
import { runUnderFire, type RunOptions } from './driver/run';
import { seeded, seedOfRun } from './random';
import { figuresOf } from './report';

const small: Omit<RunOptions, 'worker'> = {
  size: { runsThrough: 8, stopped: 4, paid: 0, overtaken: 0, listeners: 0, spreadMs: 1_500 },
  windows: { mailMs: 600, chargeMs: 600 },
  hunts: [],
  huntPatienceMs: 20_000,
  echoShare: 0,
  patienceMs: 90_000,
};

// Each mutant meets the fire that its fault fears, and must be caught for that fault.
const mutants: readonly [mutant: string, what: string, options: Partial<RunOptions>, said: RegExp][] = [
  [
    'randomKey',
    'a random idempotency key',
    {
      hunts: [
        {
          name: 'charger',
          role: 'worker',
          points: ['afterTransport'],
          times: 3,
          atMostOneIn: 1,
          // Of a mail that was cut off nothing is asked again.
          kind: 'charge',
        },
      ],
    },
    /the sandbox booked .* \d+ times|money moved \d+ times/,
  ],
  [
    'lateAttempt',
    'no commit of `attempting` before the transport',
    {
      windows: { mailMs: 2_500, chargeMs: 600 },
      pace: { targets: ['worker'], leastMs: 1_500, mostMs: 2_500, forMs: 12_000, whenBusy: true },
    },
    /the mail .* was caught \d+ times/,
  ],
  [
    'noDedupe',
    'an inbox that forgets what it took',
    { size: { ...small.size, runsThrough: 8, stopped: 0, listeners: 8 }, echoShare: 1 },
    /was nudged 1 times and heard 2 answers/,
  ],
  [
    'deafGate',
    'a gate that ignores the stop',
    { size: { ...small.size, runsThrough: 0, stopped: 12 }, withoutRelay: { fromMs: 2_500, forMs: 12_000 } },
    /was attempted at \d+, after the accepted stop/,
  ],
];

describeWith('postgres', 'the crash test sees', () => {
  let deployment: Deployment;
  const seed = seedOfRun('mutation run');

  beforeAll(async () => {
    const { url } = await freshDatabase();
    const bookFolder = path.join(__dirname, '../support/books/crash');
    deployment = await startDeployment({ bookFolder, databaseUrl: url });
  }, 120_000);
  afterAll(() => deployment.stop());

  it.each(mutants)(
    '%s: %s',
    async (mutant, _what, options, said) => {
      const worker = {
        entry: 'test/crash/mutants/mutant-worker-entry.ts',
        settings: { CRASH_MUTANT: mutant },
      };
      const size = { ...(options.size ?? small.size), prefix: mutant.toLowerCase() };
      const enough = (evidence: Evidence): boolean => said.test(brokenPromises(evidence).join('\n'));
      const run = await runUnderFire(
        deployment,
        { ...small, ...options, size, worker, enough },
        seeded(seed),
      );
      console.log(`${mutant}: ${figuresOf(run)}`);
      expect(brokenPromises(run.evidence).join('\n')).toMatch(said);
    },
    180_000,
  );
});
