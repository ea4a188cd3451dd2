import type { GateContext, Objection } from '../gate-context';
import { refuse } from '../objections';

/** Automation does alone only what the policies allow at these stakes, no segment of the customer forbids and each of its allow lists has. */
export function actionAllowed({ effect, policies, stakes, limits }: GateContext): Objection | undefined {
  const names =
    effect.kind === 'message' ? [effect.kind, effect.channel, `message:${effect.channel}`] : [effect.kind];
  for (const { segment, forbidden } of limits) {
    const action = named(names, forbidden);
    if (action !== undefined) return refuse('actionNotAllowed', `segment ${segment} forbids ${action}`);
  }
  const narrow = limits.find(({ allowed }) => allowed.length > 0 && named(names, allowed) === undefined);
  if (narrow) {
    const why = `segment ${narrow.segment} allows only ${narrow.allowed.join(', ')}`;
    return refuse('actionNotAllowed', why);
  }
  if (policies.allowedActions[stakes].includes(effect.kind)) return undefined;
  return refuse('actionNotAllowed', `allowedActions.${stakes} in policies.yaml does not list ${effect.kind}`);
}

function named(names: readonly string[], list: readonly string[]): string | undefined {
  return list.find((action) => names.includes(action));
}

/** What a person must approve is done only as approved. */
export function approved({ approval, effect }: GateContext): Objection | undefined {
  if (!approval || approval.state === 'approved') return undefined;
  const needs =
    effect.kind === 'hold'
      ? `it needs the approval of step ${effect.approvedBy ?? ''}`
      : 'its text needs an approval';
  return refuse('approvalMissing', `${needs}, which is ${approval.state}`);
}
