import type { CrashPoint } from '../../../application/crash-points';
import type { ProcessOptions } from '../../support/deployment';
import type { Role } from '../../support/deployment/role-process';
import type { Random } from '../random';
import { dyingAt, type Member } from './fleet';
import type { Killings } from './killings';

/** A process that is to die at each of some named points a number of times. */
export interface Hunt {
  readonly name: string;
  readonly role: Role;
  readonly points: readonly CrashPoint[];
  readonly times: number;
  /** Only with effects of this kind; absent = with any. */
  readonly kind?: string;
  /** The point is passed up to so many times before it kills. */
  readonly atMostOneIn: number;
  /** What the process is run as, beside the point. */
  readonly options?: ProcessOptions;
}

/** A member that comes back after each death for the point hit least so far, until every point is hit often enough. */
export function hunter(hunt: Hunt, killings: Killings, random: Random): Member {
  let current: CrashPoint | undefined;
  return {
    name: hunt.name,
    role: hunt.role,
    next: () => {
      const open = hunt.points.filter((point) => killings.countOf(point) < hunt.times);
      const rarest = Math.min(...open.map((point) => killings.countOf(point)));
      const candidates = open.filter((point) => killings.countOf(point) === rarest);
      current = candidates.length === 0 ? undefined : random.pick(candidates);
      if (current === undefined) return undefined;
      const { settings } = dyingAt(current, 1 + Math.floor(random.next() * hunt.atMostOneIn));
      const only: Record<string, string> = hunt.kind === undefined ? {} : { TIDELINE_CRASH_KIND: hunt.kind };
      return { ...hunt.options, settings: { ...hunt.options?.settings, ...settings, ...only } };
    },
    died: async () => {
      if (current !== undefined) killings.point(current);
      if (hunt.role === 'worker') await killings.workerDied();
    },
  };
}
