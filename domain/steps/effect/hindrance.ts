import { after, later } from '../../machine/instants';
import { msOf } from '../../iso-instant';

const hourMs = 3_600_000;
const leastMs = 1_000;
const mostMs = 15 * 60_000;

/** Refusals that say the treatment is over: the item that ended it is on its way through the inbox. */
const endings: readonly string[] = ['stopped', 'goalReached', 'exited', 'closed'];

/** Whether a refusal is no answer to branch on but a sign that the treatment is ending or paused. */
export function hindrance(code: string): 'ending' | 'paused' | undefined {
  if (endings.includes(code)) return 'ending';
  return code === 'paused' ? 'paused' : undefined;
}

/** When to ask again although nothing said when: the awaited item should come long before. */
export function askAgainAt(now: string): string {
  return after(now, hourMs);
}

/** A deferral's instant, put off when it is past already (the activity's clock runs behind ours): asking at once would spin. */
export function deferredUntil(until: string, now: string, ask: number): string {
  if (msOf(until) > msOf(now)) return until;
  return later(until, after(now, Math.min(leastMs * 2 ** (ask - 1), mostMs)));
}
