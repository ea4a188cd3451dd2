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
  const timers = new Map<string, { at: string; scope: CancellationScope }>();
  const inFlight = new Map<string, CancellationScope>();

  const arm = (request: TimerRequest) => {
    const scope = new CancellationScope();
    timers.set(request.key, { at: request.at, scope });
    const fired = scope.run(() => sleep(clock.wallMsUntil(request.at), { summary: request.summary }));
    fired.then(
      () => {
        timers.delete(request.key);
        mailbox.put({ kind: 'timer', key: request.key });
      },
      // The only way a timer fails is our own cancellation below.
      () => undefined,
    );
  };

  const begin = (key: string, work: (scope: CancellationScope) => Promise<void>) => {
    const scope = new CancellationScope({ cancellable: true });
    inFlight.set(key, scope);
    const done = work(scope).catch((error: unknown) =>
      mailbox.put({ kind: 'failed', key, why: reasonOf(error) }),
    );
    void done.then(() => inFlight.delete(key));
  };

  const call = (request: ActivityRequest) =>
    begin(request.key, async () => {
      const answer = await callActivity(request);
      mailbox.put({ kind: 'activity', key: request.key, answer });
    });

  const startChild = (request: ChildRequest) =>
    begin(request.key, async (scope) => {
      const { type, workflowId, input, summary } = request;
      const options = { workflowId, args: [input], staticSummary: summary };
      const outcome: unknown = await scope.run(() => executeChild(type, options));
      mailbox.put({ kind: 'child', key: request.key, outcome: outcomeOf(outcome) });
    });

  return {
    quiet: () => inFlight.size === 0,
    reconcile: (requests, ending) => {
      const wanted = new Set(requests.map(({ key }) => key));
      for (const [key, { scope }] of timers) {
        if (wanted.has(key)) continue;
        timers.delete(key);
        scope.cancel();
      }
      for (const request of requests) {
        if (request.kind === 'timer' || inFlight.has(request.key)) {
          // A child may run for weeks: an ending treatment asks it to stop and awaits that.
          if (request.kind === 'child' && ending) inFlight.get(request.key)?.cancel();
          continue;
        }
        if (request.kind === 'activity') call(request);
        else startChild(request);
      }
      const next = timerToArm(
        requests,
        [...timers.values()].map(({ at }) => at),
      );
      if (next) arm(next);
    },
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
