import type { ActivityAnswer } from '../../machine/requests';
import type { EffectResult } from '../../treatment-activities';

/** The result of an effect's activity, or undefined when another activity answered. */
export function effectResult(answer: ActivityAnswer): EffectResult | undefined {
  switch (answer.name) {
    case 'sendMessage':
    case 'chargeInvoices':
    case 'showBanner':
    case 'notifyStaff':
    case 'makeOffer':
    case 'suppressContact':
    case 'placeHold':
    case 'recordFact':
      return answer.answer;
    default:
      return undefined;
  }
}
