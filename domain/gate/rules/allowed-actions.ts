import type { GateContext, Objection } from '../gate-context';
import { refuse } from '../objections';

/** Automation does alone only what the policies allow at these stakes and no segment of the customer forbids. */
export function actionAllowed({ effect, policies, stakes, forbidden }: GateContext): Objection | undefined {
  const names =
    effect.kind === 'message' ? [effect.kind, effect.channel, `message:${effect.channel}`] : [effect.kind];
  const banned = forbidden.find((one) => names.includes(one.action));
  if (banned) return refuse('actionNotAllowed', `segment ${banned.segment} forbids ${banned.action}`);
  if (policies.allowedActions[stakes].includes(effect.kind)) return undefined;
  return refuse('actionNotAllowed', `allowedActions.${stakes} in policies.yaml does not list ${effect.kind}`);
}

/** Text that a person must approve goes out only as approved. */
export function approved({ approval }: GateContext): Objection | undefined {
  if (!approval || approval.state === 'approved') return undefined;
  return refuse('approvalMissing', `its text needs an approval, which is ${approval.state}`);
}
