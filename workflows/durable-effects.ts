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
import { reached } from '../domain/machine/instants';
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
      const now = clock.now();
      for (const [key, { at, scope }] of timers) {
        // One that is due is firing by now, and a server may refuse to cancel that; nobody hears it then.
        if (wanted.has(key) || reached(at, now)) continue;
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
  // Only children are ever cancelled; a scope and each promise more costs an activity's turn measurably.
  const inFlight = new Map<string, CancellationScope | undefined>();
  const begin = (key: string, work: Promise<MachineResult>, scope?: CancellationScope) => {
    inFlight.set(key, scope);
    const end = (result: MachineResult) => {
      inFlight.delete(key);
      mailbox.put(result);
    };
    work.then(end, (error: unknown) => end({ kind: 'failed', key, why: reasonOf(error) }));
  };
  return {
    quiet: () => inFlight.size === 0,
    cancel: (key: string) => inFlight.get(key)?.cancel(),
    call: (request: ActivityRequest) => {
      if (!inFlight.has(request.key)) begin(request.key, callActivity(request));
    },
    startChild: (request: ChildRequest) => {
      if (inFlight.has(request.key)) return;
      const scope = new CancellationScope();
      begin(
        request.key,
        scope.run(() => runChild(request)),
        scope,
      );
    },
  };
}

// The one place where an activity's name and its answer's type are known to belong together.
function callActivity({ key, call, summary }: ActivityRequest): Promise<MachineResult> {
  const { name, command } = call;
  const options = { ...activityOptions(name), summary };
  return scheduleActivity<unknown>(name, [command], options).then((answer) => ({
    kind: 'activity',
    key,
    answer: { name, answer } as ActivityAnswer,
  }));
}

async function runChild({ key, type, workflowId, input, summary }: ChildRequest): Promise<MachineResult> {
  const outcome: unknown = await executeChild(type, {
    workflowId,
    args: [input],
    staticSummary: summary,
  });
  return { kind: 'child', key, outcome: outcomeOf(outcome) };
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
