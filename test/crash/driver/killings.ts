import type { CrashPoint } from '../../../application/crash-points';
import type { Deployment } from '../../support/deployment';
import type { KillEvidence } from '../evidence';

/** Counts kills as they happen, with the effects that were under way then. */
export interface Killings {
  random(part: string): void;
  point(point: CrashPoint): void;
  /** Looks which effects are attempting, at once after a worker has died. */
  workerDied(): Promise<void>;
  countOf(point: CrashPoint): number;
  evidence(): KillEvidence;
}

/** Nothing killed yet. */
export function createKillings(deployment: Pick<Deployment, 'query'>): Killings {
  const random: Record<string, number> = {};
  const points: Partial<Record<CrashPoint, number>> = {};
  const exposed = new Set<string>();
  return {
    random: (part) => {
      random[part] = (random[part] ?? 0) + 1;
    },
    point: (point) => {
      points[point] = (points[point] ?? 0) + 1;
    },
    workerDied: async () => {
      const rows = await deployment.query<{ key: string }>(
        `SELECT request_key AS key FROM effects WHERE state = 'attempting'`,
      );
      for (const { key } of rows) exposed.add(key);
    },
    countOf: (point) => points[point] ?? 0,
    evidence: () => ({ random, points, exposed: [...exposed] }),
  };
}
