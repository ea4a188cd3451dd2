import type { GateContext, Objection } from '../gate-context';
import { refuse } from '../objections';

/** A kill switch names 'all', 'playbook:<id>', 'effect:<kind>' or 'channel:<channel>'. */
export function notKilled({ killSwitches, effect, treatment }: GateContext): Objection | undefined {
  const scopes = ['all', `playbook:${treatment.playbook}`, `effect:${effect.kind}`];
  if (effect.kind === 'message') scopes.push(`channel:${effect.channel}`);
  const hit = killSwitches.find((one) => scopes.includes(one.scope));
  return hit && refuse('killSwitch', `kill switch ${hit.scope}: ${hit.reason}`);
}

/** In a dry run everything is judged and nothing is done. */
export function notDryRun({ policies }: GateContext): Objection | undefined {
  return policies.dryRun
    ? refuse('dryRun', 'policies.yaml sets dryRun: true, so nothing is done')
    : undefined;
}

/** A held-out customer gets the playbook's baseline and nothing else. */
export function notHeldOut({ treatment, baseline }: GateContext): Objection | undefined {
  if (treatment.arm !== 'holdout' || baseline) return undefined;
  return refuse('holdout', "the customer is held out and this is not part of the playbook's baseline");
}
