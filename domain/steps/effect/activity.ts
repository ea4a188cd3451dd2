import type { ActivityCall } from '../../machine/requests';
import type { EffectCommand } from '../../treatment-activities';

/** The activity that performs a kind of effect. */
export function effectCall(command: EffectCommand): ActivityCall {
  switch (command.effect.kind) {
    case 'message':
      return { name: 'sendMessage', command };
    case 'banner':
      return { name: 'showBanner', command };
    case 'notify':
      return { name: 'notifyStaff', command };
    case 'offer':
      return { name: 'makeOffer', command };
    case 'suppress':
      return { name: 'suppressContact', command };
    case 'hold':
      return { name: 'placeHold', command };
    case 'record':
      return { name: 'recordFact', command };
    case 'charge':
      return { name: 'chargeInvoices', command };
  }
}
