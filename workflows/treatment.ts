import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  scheduleActivity,
  scheduleLocalActivity,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { advance } from '../domain/machine/advance';
import { apply } from '../domain/machine/apply';
import { describe } from '../domain/machine/describe';
import type { Moment } from '../domain/machine/moment';
import { withShownProgress } from '../domain/machine/shown-progress';
import { startMachine } from '../domain/machine/start-machine';
import type { MachineState } from '../domain/machine/state';
import { waitsOf } from '../domain/machine/waits';
import type { TreatmentInput, TreatmentResult } from '../domain/treatment';
import type { CompleteCommand, TreatmentActivities } from '../domain/treatment-activities';
import { completeAtOnceOptions, completeOptions } from './activity-proxies';
import { checkInput } from './check-input';
import { durableClock, type DurableClock } from './durable-clock';
import { durableEffects } from './durable-effects';
import { type Mailbox, openMailbox } from './mailbox';
import { getProgressQuery, type TreatmentProgress } from './messages';
import { showDetails, showOutcome, showWhere } from './show-where';

// A cold replay costs about a millisecond an event.
const mostEvents = 1_000;

/**
 * One treatment: one run of one playbook for one customer. The default workflow of the worker, so its type
 * in the UI is the playbook's name. `carried` is the machine's state when a run continues an earlier one.
 */
export default async function treatment(
  given: TreatmentInput,
  carried?: MachineState,
): Promise<TreatmentResult> {
  const input = checkInput(given);
  const mailbox = openMailbox();
  stopWhenCancelled(mailbox);
  return CancellationScope.nonCancellable(() => run(input, mailbox, carried));
}

async function run(
  input: TreatmentInput,
  mailbox: Mailbox,
  carried?: MachineState,
): Promise<TreatmentResult> {
  const { program } = input;
  const clock = durableClock(input.clock);
  const effects = durableEffects(clock, mailbox);
  const limit = input.continueAfterEvents ?? mostEvents;
  let state = carried ?? begin(input);
  // A continued run has lost what was shown at the start, and its next quiet moment may be long in coming.
  if (carried) showDetails(program, state, clock.now());
  setHandler(getProgressQuery, () => progressOf(input, state, clock.now()));

  while (!state.result) {
    for (const result of mailbox.takeAll()) state = apply(program, state, result, momentOf(clock));
    const full = isFull(limit, mailbox);
    if (full && effects.quiet()) return continueWith(input, state, { mailbox, clock });
    if (!full) {
      const moment = momentOf(clock);
      const turn = advance(program, state, moment);
      state = turn.state;
      if (state.result) break;
      effects.reconcile(withShownProgress(program, turn, moment), state.interruption !== undefined);
      if (effects.quiet()) showWhere(program, state, clock.now());
    }
    await condition(mailbox.hasMail);
  }
  return complete(input, state, clock);
}

// A change of the machine's rules asks the history whether it was recorded before it.
function momentOf(clock: DurableClock): Moment {
  return { now: clock.now(), patched };
}

// The first turn is tried here, where a program that cannot be run fails the workflow instead of hanging it.
function begin(input: TreatmentInput): MachineState {
  try {
    const state = startMachine(input.program, input);
    advance(input.program, state, { now: input.startedAt, patched });
    return state;
  } catch (error) {
    throw ApplicationFailure.nonRetryable(
      `treatment input: program cannot be run: ${String(error)}`,
      'BadTreatmentInput',
    );
  }
}

/** Ends the run once nothing is in flight; what is waited for is in the state, as absolute instants. */
async function continueWith(
  input: TreatmentInput,
  state: MachineState,
  { mailbox, clock }: { mailbox: Mailbox; clock: DurableClock },
): Promise<never> {
  await condition(allHandlersFinished);
  const carried = mailbox
    .takeAll()
    .reduce((known, result) => apply(input.program, known, result, momentOf(clock)), state);
  return continueAsNew<typeof treatment>(input, carried);
}

/** The outcome's transaction takes every inbox item above the mark, so nothing is lost to a closing workflow. */
async function complete(
  input: TreatmentInput,
  state: MachineState,
  clock: DurableClock,
): Promise<TreatmentResult> {
  const { outcome, reason } = state.result!;
  const { treatmentId, customerKey } = state.identity;
  const details = describe(input.program, state, clock.now());
  showOutcome(input.program, state, clock.now(), outcome);
  const command: CompleteCommand = {
    treatmentId,
    customerKey,
    outcome,
    reason,
    mark: state.inbox.mark,
    details,
  };
  const completed = await writeOutcome(command);
  await condition(allHandlersFinished);
  return { outcome: completed.outcome ?? outcome, reason: completed.reason ?? reason };
}

type Completed = Awaited<ReturnType<TreatmentActivities['completeTreatment']>>;

async function writeOutcome(command: CompleteCommand): Promise<Completed> {
  const summary = `Outcome: ${command.outcome}`;
  const name = 'completeTreatment';
  try {
    return await scheduleLocalActivity<Completed>(name, [command], { ...completeAtOnceOptions, summary });
  } catch {
    // The store did not answer, or refused for good: an activity waits for as long as it takes, and says why.
    return scheduleActivity<Completed>(name, [command], { ...completeOptions, summary });
  }
}

// Cancelling in the Temporal UI is one more unsigned wish to stop: never a way around the store.
function stopWhenCancelled(mailbox: Mailbox): void {
  CancellationScope.current().cancelRequested.catch(() => {
    mailbox.put({ kind: 'unsigned', act: { kind: 'stop', reason: 'cancelled in Temporal' } });
  });
}

function isFull(limit: number, mailbox: Mailbox): boolean {
  const info = workflowInfo();
  return info.historyLength >= limit || info.continueAsNewSuggested || mailbox.signals() >= limit;
}

function progressOf(input: TreatmentInput, state: MachineState, now: string): TreatmentProgress {
  const { pausedBy, inbox, trace, result } = state;
  return {
    details: describe(input.program, state, now),
    waits: waitsOf(input.program, state),
    pausedBy,
    inboxMark: inbox.mark,
    trace,
    state,
    ...(result && { outcome: result.outcome }),
  };
}
