import type { TestWorkflowEnvironment } from '@temporalio/testing';

const longestHopMs = 2 * 3_600_000;

/** The server's time, asked once and then read plainly. */
export interface SkippingClock {
  now(): string;
  refresh(): Promise<void>;
}

/** A clock on the server's time, which is behind an asynchronous call. */
export async function skippingClock(env: TestWorkflowEnvironment): Promise<SkippingClock> {
  let ahead = 0;
  const refresh = async (): Promise<void> => {
    ahead = (await env.currentTimeMs()) - Date.now();
  };
  await refresh();
  return { now: () => new Date(Date.now() + ahead).toISOString(), refresh };
}

// The test server refuses to cancel a timer that is just firing and the treatment hangs; and what people do comes
// before what time does, as in a simulation.
const usuallyEarlyMs = 60_000;

/** What is yet to be done from outside at an instant. */
export interface WorldAgenda {
  /** Done so many milliseconds before the instant, a minute when nothing is said. */
  at(instant: string, act: () => Promise<unknown>, earlyMs?: number): void;
  nextMs(): number;
  /** Does what is due; says how much it was. */
  doDue(now: string): Promise<number>;
}

/** An empty agenda; what is due at one instant is done in the order it was put in. */
export function worldAgenda(): WorldAgenda {
  let entries: { readonly ms: number; readonly act: () => Promise<unknown> }[] = [];
  return {
    at: (instant, act, earlyMs = usuallyEarlyMs) => {
      entries = [...entries, { ms: Date.parse(instant) - earlyMs, act }].sort(
        (one, other) => one.ms - other.ms,
      );
    },
    nextMs: () => entries[0]?.ms ?? Number.POSITIVE_INFINITY,
    doDue: async (now) => {
      const due = entries.filter(({ ms }) => ms <= Date.parse(now));
      entries = entries.filter((entry) => !due.includes(entry));
      for (const { act } of due) await act();
      return due.length;
    },
  };
}

/** What one stop of a walk through time needs. */
export interface Walk {
  readonly env: TestWorkflowEnvironment;
  readonly clock: SkippingClock;
  readonly agenda: WorldAgenda;
  /** When a customer is to be looked at again, or undefined. */
  nextEvaluation(): Promise<string | undefined>;
  sweep(): Promise<void>;
  /** Waits until the treatments have done all that can be done now. */
  settle(): Promise<void>;
  /** The same for those alone that something has reached since they were last seen at rest. */
  settleTouched(): Promise<void>;
}

/** Lets time pass, at most two hours at a time, stopping for the agenda and for the sweep when they are due. */
export async function walk(given: Walk, end: number): Promise<void> {
  const { clock, agenda, env } = given;
  const now = (): number => Date.parse(clock.now());
  while (now() < end) {
    const due = await given.nextEvaluation();
    const stop = Math.min(end, now() + longestHopMs, agenda.nextMs(), due ? Date.parse(due) : end);
    await env.sleep(Math.max(1, stop - now()));
    await clock.refresh();
    if (agenda.nextMs() <= now()) {
      await given.settleTouched();
      await agenda.doDue(clock.now());
    }
    if (due && Date.parse(due) <= now()) await given.sweep();
  }
  await given.settle();
}

/** The next Monday, 10:00 UTC: the instant at which simulations begin, so that quiet hours are the same for both. */
export function nextMonday(from: string): string {
  const day = new Date(from);
  day.setUTCHours(10, 0, 0, 0);
  do day.setUTCDate(day.getUTCDate() + 1);
  while (day.getUTCDay() !== 1);
  return day.toISOString();
}
