import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment } from '../../support/deployment';
import type { Random } from '../random';
import type { Fleet } from './fleet';
import type { Killings } from './killings';

/** SIGKILL at random moments, until told to end. */
export interface RandomKills {
  /** Resolves once the least time is over as well. */
  end(): Promise<void>;
}

/** What is killed, how often and for how long at least. */
export interface Pace {
  readonly targets: readonly ('worker' | 'relay' | 'api' | 'temporal')[];
  readonly leastMs: number;
  readonly mostMs: number;
  readonly forMs: number;
  /** Waits for an effect on its way before each kill. */
  readonly whenBusy?: boolean;
}

/** Workers hold the effects, so they die most; the server takes everybody's connections with it, so it dies least. */
export const everything = ['worker', 'worker', 'worker', 'relay', 'relay', 'api', 'api', 'temporal'] as const;

/** Kills a part of the deployment every few seconds and lets it come back a moment later. */
export function killAtRandom(
  parts: {
    readonly deployment: Pick<Deployment, 'temporal' | 'query'>;
    readonly fleet: Fleet;
    readonly killings: Killings;
  },
  pace: Pace,
  random: Random,
): RandomKills {
  const { deployment, fleet, killings } = parts;
  let ended = false;
  const killOne = async (): Promise<void> => {
    const target = random.pick(pace.targets);
    const downMs = Math.floor(random.next() * 1_200);
    if (target !== 'temporal') {
      if (await fleet.kill(target, downMs)) killings.random(target);
      return;
    }
    await deployment.temporal.kill();
    killings.random(target);
    await sleep(downMs);
    await deployment.temporal.start();
  };
  const leastEnd = Date.now() + pace.forMs;
  const killing = (async () => {
    while (!ended || Date.now() < leastEnd) {
      await sleep(pace.leastMs + random.next() * (pace.mostMs - pace.leastMs));
      if (pace.whenBusy) await untilBusy(deployment);
      await killOne();
    }
  })();
  return {
    end: async () => {
      ended = true;
      await killing;
    },
  };
}

const busyPatienceMs = 5_000;

async function untilBusy(deployment: Pick<Deployment, 'query'>): Promise<void> {
  const giveUpAt = Date.now() + busyPatienceMs;
  while (Date.now() < giveUpAt) {
    const rows = await deployment.query(
      `SELECT 1 FROM effects WHERE kind = 'message' AND state IN ('reserved', 'attempting') LIMIT 1`,
    );
    if (rows.length > 0) return;
    await sleep(100);
  }
}
