import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';
import type { ActivityName } from '../domain/machine/requests';

// The store or the mail server may be away for a long weekend; a payload that is too large must not retry for ever.
const patience = {
  initialInterval: '1s',
  backoffCoefficient: 2,
  maximumInterval: '1m',
  maximumAttempts: 5_000,
} as const;

// Bookkeeping in one transaction on the store: quick or stuck.
const store: ActivityOptions = { startToCloseTimeout: '20s', retry: patience };

// What a killed worker was doing is taken up after this long; workers beat by themselves every few seconds.
const heartbeatTimeout = '15s';

// One transport call between two transactions: channels and gateways give up after 30 s themselves.
const transport: ActivityOptions = { startToCloseTimeout: '45s', heartbeatTimeout, retry: patience };

// One charge for each open invoice, one after another; an activity cut short goes on where it was.
const charges: ActivityOptions = { startToCloseTimeout: '90s', heartbeatTimeout, retry: patience };

// A note for the lists: worth a few tries, never worth holding a treatment up.
const note: ActivityOptions = { startToCloseTimeout: '20s', retry: { ...patience, maximumAttempts: 20 } };

/**
 * The outcome's transaction, tried once within the workflow task that ends the treatment: one task less before
 * the server says closed. It is idempotent, so a worker that dies in between does it again. Shorter than a task's
 * heartbeat; what does not answer by then is left to the patient way.
 */
export const completeAtOnceOptions: LocalActivityOptions = {
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '7s',
  retry: { maximumAttempts: 1 },
};

/** The outcome must be written; nothing else can be done until it is, so only the janitor's alarm bounds it. */
export const completeOptions: ActivityOptions = {
  startToCloseTimeout: '30s',
  retry: { ...patience, maximumAttempts: 100_000 },
};

const options: Readonly<Record<ActivityName, ActivityOptions>> = {
  sendMessage: transport,
  chargeInvoices: charges,
  showBanner: store,
  notifyStaff: transport,
  makeOffer: store,
  suppressContact: store,
  placeHold: store,
  recordFact: transport,
  openTask: store,
  loadTask: store,
  expireTask: store,
  openApproval: store,
  remindApproval: transport,
  loadDecision: store,
  expireApproval: store,
  rescore: store,
  readFacts: store,
  recordProgress: note,
  confirmLeave: store,
  expireTreatment: store,
  recordMeasure: store,
  handOver: store,
  acceptUnsigned: note,
};

/** Time-outs and retries of a treatment's activity. */
export function activityOptions(name: ActivityName): ActivityOptions {
  return options[name];
}

/** One bounded batch of customers or treatments. */
export const operationOptions: ActivityOptions = {
  startToCloseTimeout: '5m',
  // The schedule comes again: a run that keeps failing is better seen as failed.
  retry: { ...patience, maximumAttempts: 10 },
};
