import {
  CancellationScope,
  executeChild,
  isCancellation,
  rootCause,
  scheduleActivity,
  sleep,
} from '@temporalio/workflow';
import type {
  ActivityAnswer,
  ActivityRequest,
  ChildRequest,
  Request,
  TimerRequest,
} from '../domain/machine/requests';
import type { MachineResult } from '../domain/machine/news';
import { timerToArm } from '../domain/machine/timers';
import { activityOptions } from './activity-proxies';
import type { DurableClock } from './durable-clock';
import type { Mailbox } from './mailbox';

/** The machine's requests as Temporal timers, activities and children. */
export interface DurableEffects {
  /** Begins what is new, cancels timers nobody wants any more; what is in flight goes on. */
  reconcile(requests: readonly Request[], ending: boolean): void;
  /** Whether nothing but timers is under way. */
  quiet(): boolean;
}

/** Effects whose answers go to the mailbox. */
export function durableEffects(clock: DurableClock, mailbox: Mailbox): DurableEffects {
  const timers = durableTimers(clock, mailbox);
  const calls = durableCalls(mailbox);
  return {
    quiet: calls.quiet,
    reconcile: (requests, ending) => {
      timers.keepOnly(new Set(requests.map(({ key }) => key)));
      for (const request of requests) {
        if (request.kind === 'activity') calls.call(request);
        // A child may run for weeks: an ending treatment asks it to stop and awaits that.
        if (request.kind === 'child' && ending) calls.cancel(request.key);
        else if (request.kind === 'child') calls.startChild(request);
      }
      const next = timerToArm(requests, timers.armed());
      if (next) timers.arm(next);
    },
  };
}

function durableTimers(clock: DurableClock, mailbox: Mailbox) {
  const timers = new Map<string, { at: string; scope: CancellationScope }>();
  return {
    armed: () => [...timers.values()].map(({ at }) => at),
    keepOnly: (wanted: ReadonlySet<string>) => {
      for (const [key, { scope }] of timers) {
        if (wanted.has(key)) continue;
        timers.delete(key);
        scope.cancel();
      }
    },
    arm: (request: TimerRequest) => {
      const scope = new CancellationScope();
      timers.set(request.key, { at: request.at, scope });
      const { summary } = request;
      scope
        .run(() => sleep(clock.wallMsUntil(request.at), { summary }))
        .then(
          () => {
            timers.delete(request.key);
            mailbox.put({ kind: 'timer', key: request.key });
          },
          // A timer only fails by our own cancelling, after which nobody waits for it.
          () => undefined,
        );
    },
  };
}

function durableCalls(mailbox: Mailbox) {
  const inFlight = new Map<string, CancellationScope>();
  const begin = (key: string, work: () => Promise<MachineResult>) => {
    if (inFlight.has(key)) return;
    const scope = new CancellationScope();
    inFlight.set(key, scope);
    void scope
      .run(work)
      .catch((error: unknown): MachineResult => ({ kind: 'failed', key, why: reasonOf(error) }))
      .then((result) => {
        inFlight.delete(key);
        mailbox.put(result);
      });
  };
  return {
    quiet: () => inFlight.size === 0,
    cancel: (key: string) => inFlight.get(key)?.cancel(),
    call: (request: ActivityRequest) =>
      begin(request.key, async () => {
        return { kind: 'activity', key: request.key, answer: await callActivity(request) };
      }),
    startChild: ({ key, type, workflowId, input, summary }: ChildRequest) =>
      begin(key, async () => {
        const options = { workflowId, args: [input], staticSummary: summary };
        const outcome: unknown = await executeChild(type, options);
        return { kind: 'child', key, outcome: outcomeOf(outcome) };
      }),
  };
}

// The one place where an activity's name and its answer's type are known to belong together.
async function callActivity(request: ActivityRequest): Promise<ActivityAnswer> {
  const { name, command } = request.call;
  const options = { ...activityOptions(name), summary: request.summary };
  const answer: unknown = await scheduleActivity(name, [command], options);
  return { name, answer } as ActivityAnswer;
}

function reasonOf(error: unknown): string {
  if (isCancellation(error)) return 'cancelled';
  return rootCause(error) ?? 'unknown';
}

function outcomeOf(result: unknown): string {
  if (typeof result === 'string') return result;
  const known =
    typeof result === 'object' && result !== null && 'outcome' in result ? result.outcome : undefined;
  return typeof known === 'string' ? known : 'done';
}
