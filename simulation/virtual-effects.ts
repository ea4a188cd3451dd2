import { msOf } from '../domain/iso-instant';
import { after } from '../domain/machine/instants';
import type { EffectSpec } from '../domain/program';
import type { EffectCommand, EffectResult } from '../domain/treatment-activities';
import { factsNow } from './look';
import { followUp } from './people';
import { takeSignals } from './take-signals';
import { countVirtually } from './topic-cases';
import { spendVirtually } from './virtual-budgets';
import { chargeVirtually } from './virtual-charges';
import { judgeVirtually } from './virtual-gate';
import type { VirtualTreatment, World } from './world';

/** Asks the gate and, when it allows, lets the effect happen in the virtual world. */
export function performVirtually(
  world: World,
  treatment: VirtualTreatment,
  command: EffectCommand,
): EffectResult {
  const { effect } = command;
  const { context } = treatment.input;
  if (effect.kind === 'charge') return chargeVirtually(world, treatment, command);
  const verdict = judgeVirtually(world, treatment, command);
  switch (verdict.verdict) {
    case 'deferred':
      return {
        status: 'deferred',
        until: verdict.until,
        code: verdict.code,
        why: verdict.why,
        facts: factsNow(world, context),
      };
    case 'refused':
      return { status: 'refused', code: verdict.code, why: verdict.why, facts: factsNow(world, context) };
    case 'allowed': {
      const outcome = happen(world, treatment, command);
      takeRecorded(world, treatment, command);
      followUp(world, treatment, command.step);
      const facts = factsNow(world, context);
      return { status: 'done', outcome, count: 1, amount: command.amount ?? 0, facts };
    }
  }
}

// The words are those of the real activities: playbooks branch on them.
function happen(world: World, treatment: VirtualTreatment, command: EffectCommand): string {
  const { effect, amount = 0, topic } = command;
  switch (effect.kind) {
    case 'message':
      world.sent.push({ at: world.now, class: effect.class, treatmentId: treatment.id });
      return 'sent';
    case 'banner': {
      const others = treatment.banners.filter((template) => template !== effect.template);
      treatment.banners = effect.action === 'show' ? [...others, effect.template] : others;
      return effect.action === 'show' ? 'shown' : 'cleared';
    }
    case 'notify':
      return 'notified';
    case 'offer':
      spendVirtually(world, command);
      world.amounts.push({ kind: 'offer', amount });
      return 'offered';
    case 'suppress':
      world.suppressions.push({ channel: effect.channel, class: effect.class, reason: effect.reason });
      return 'suppressed';
    case 'hold':
      for (const one of effect.of === 'customer' ? world.treatments : [treatment])
        one.holds = heldAfter(world, one, effect);
      return effect.action === 'place' ? 'held' : 'released';
    case 'record':
      return countVirtually(world, effect, topic);
    case 'charge':
      return 'paid';
  }
}

function heldAfter(
  { now }: World,
  { holds }: VirtualTreatment,
  { what, action, forMs, keep = false }: Extract<EffectSpec, { kind: 'hold' }>,
): VirtualTreatment['holds'] {
  const others = holds.filter((hold) => hold.what !== what);
  if (action === 'release') return others;
  return [...others, { what, keep, ...(forMs !== undefined && { until: after(now, forMs) }) }];
}

// What was decided is known to every later evaluation.
function takeRecorded(world: World, treatment: VirtualTreatment, { effect }: EffectCommand): void {
  if (effect.kind !== 'record' || effect.fact === undefined) return;
  const context = effect.about === 'customer' ? undefined : treatment.machine.identity.context;
  takeSignals(world, [
    { atMs: msOf(world.now) - msOf(world.startedAt), name: effect.field, value: effect.fact, context },
  ]);
}
