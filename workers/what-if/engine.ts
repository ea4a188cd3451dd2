import { availableParallelism } from 'node:os';
import type { Application } from '../../application/application';
import type { WhatIfEngine, WhatIfProgress } from '../../application/what-if/engine';
import type { PlayForecast } from '../../simulation/what-if/forecast';
import { whatIfReport } from '../../simulation/what-if/report';
import { addTallies, emptyTally, type Tally } from '../../simulation/what-if/tally';
import { readBase } from './base-reader';
import { readGround, type Ground } from './ground';
import { startThread, type Thread } from './thread';

const weeks = 12;
// The database keeps a core of its own busy, and whoever serves others must stay able to.
const mostThreads = 2;

/** Compares the base in threads, so that the process goes on answering. */
export function createWhatIfEngine(app: Application): WhatIfEngine {
  const threads = new Set<Thread>();
  return {
    run: async (ask, onProgress) => {
      const ground = await readGround(app, ask);
      const count = Math.min(mostThreads, availableParallelism());
      const own = Array.from({ length: count }, () => startThread({ comparison: ground.comparison, weeks }));
      for (const thread of own) threads.add(thread);
      try {
        const tally = await compareAll(app, ground, { threads: own, onProgress });
        const plays = await playSamples(own, tally.shapes);
        return { ...whatIfReport(ground.comparison, tally, { plays, usual: ground.usual, weeks }) };
      } finally {
        for (const thread of own) {
          threads.delete(thread);
          await thread.stop();
        }
      }
    },
    close: async () => {
      for (const thread of threads) await thread.stop();
    },
  };
}

async function compareAll(
  app: Application,
  { customers, window }: Ground,
  {
    threads,
    onProgress,
  }: { readonly threads: readonly Thread[]; readonly onProgress: (progress: WhatIfProgress) => void },
): Promise<Tally> {
  const next = readBase(app.store, window);
  let done = 0;
  const tallies = await Promise.all(
    threads.map(async (thread) => {
      for (let batch = await next(); batch; batch = await next()) {
        done += await thread.ask('batch', { customers: batch });
        onProgress({ done, customers: Math.max(done, customers) });
      }
      return thread.ask('tally', {});
    }),
  );
  return tallies.reduce(addTallies, emptyTally);
}

/** Each playbook's samples are played by one thread. */
async function playSamples(threads: readonly Thread[], shapes: Tally['shapes']): Promise<PlayForecast[]> {
  const playbooks = [...new Set(Object.values(shapes).map(({ playbook }) => playbook))].sort();
  const shares = threads.map(
    (_, n) => new Set(playbooks.filter((__, index) => index % threads.length === n)),
  );
  const found = await Promise.all(
    threads.map((thread, n) =>
      thread.ask('forecast', {
        shapes: Object.fromEntries(
          Object.entries(shapes).filter(([, { playbook }]) => shares[n]?.has(playbook)),
        ),
      }),
    ),
  );
  return found.flat();
}
