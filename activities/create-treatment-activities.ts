import { acceptUnsigned } from '../application/people/accept-unsigned';
import type { TreatmentActivities } from '../domain/treatment-activities';
import { askForApproval, endApproval, readDecision, sendReminder } from './approvals';
import { chargeInvoices } from './charge-invoices';
import { handOverTo, readFacts, recordProgress, rescore } from './checkpoint';
import type { TreatmentActivityDeps } from './deps';
import { completeTreatment, confirmLeave, expireTreatment, recordMeasure } from './ending';
import { withFailures } from './failures';
import { sendMessage } from './send-message';
import { performStoreEffect } from './store-effects';
import { endTask, giveTask, readTask } from './tasks';

/** The activities of a treatment, over the parts the composition gives. */
export function createTreatmentActivities(deps: TreatmentActivityDeps): TreatmentActivities {
  const onStore: TreatmentActivities['showBanner'] = (command) => performStoreEffect(deps, command);
  return withFailures<TreatmentActivities>({
    sendMessage: (command) => sendMessage(deps, command),
    chargeInvoices: (command) => chargeInvoices(deps, command),
    showBanner: onStore,
    notifyStaff: onStore,
    makeOffer: onStore,
    suppressContact: onStore,
    placeHold: onStore,
    recordFact: onStore,
    openTask: (command) => giveTask(deps, command),
    loadTask: (command) => readTask(deps, command),
    expireTask: (command) => endTask(deps, command),
    openApproval: (command) => askForApproval(deps, command),
    remindApproval: (command) => sendReminder(deps, command),
    loadDecision: (command) => readDecision(deps, command),
    expireApproval: (command) => endApproval(deps, command),
    rescore: (command) => rescore(deps, command),
    readFacts: (command) => readFacts(deps, command),
    recordProgress: (command) => recordProgress(deps, command),
    confirmLeave: (command) => confirmLeave(deps, command),
    expireTreatment: (command) => expireTreatment(deps, command),
    recordMeasure: (command) => recordMeasure(deps, command),
    handOver: (command) => handOverTo(deps, command),
    acceptUnsigned: ({ treatmentId, act }) =>
      acceptUnsigned(deps.app, { treatmentId, act, trusted: deps.trustUnsigned }),
    completeTreatment: (command) => completeTreatment(deps, command),
  });
}
