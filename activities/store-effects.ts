import { countCase } from '../application/count-case';
import { performInStore, type StoreWork } from '../application/gate/perform-in-store';
import { takeRecordedFact } from '../application/record-fact';
import { after } from '../domain/machine/instants';
import type { CaseOutcome } from '../domain/product-issue';
import type { EffectSpec } from '../domain/program';
import type { EffectCommand, EffectResult } from '../domain/treatment-activities';
import type { Transaction } from '../ports/store/store';
import { clearBanner, showBanner } from '../ports/store/tables/banners';
import type { EffectReceipt, EffectRow } from '../ports/store/tables/effects';
import { placeHold, releaseHold, releaseHoldsOn } from '../ports/store/tables/holds';
import { insertNotice } from '../ports/store/tables/notices';
import { insertRecord } from '../ports/store/tables/records';
import { insertSuppression } from '../ports/store/tables/suppressions';
import { gateOf, type TreatmentActivityDeps } from './deps';
import { answerOf, askOf } from './effect-result';
import { report } from './report';
import { renderLine } from './variables';

/** Performs an effect on our own store: banner, notice, offer, suppression, hold or record. */
export async function performStoreEffect(
  deps: TreatmentActivityDeps,
  command: EffectCommand,
): Promise<EffectResult> {
  const { app } = deps;
  const work: StoreWork<EffectResult> = {
    parts: gateOf(deps),
    act: (tx, row) => act(tx, deps, row, command),
    report: async (tx, row) => {
      await passOn(tx, deps, row);
      return { ...(await answerOf(tx, row)), facts: await report(tx, app, command) };
    },
  };
  const performed = await performInStore(app, askOf(command), work);
  return performed.report;
}

async function passOn(tx: Transaction, { app }: TreatmentActivityDeps, row: EffectRow): Promise<void> {
  const { effect } = row.spec;
  if (row.state !== 'done' || effect.kind !== 'record' || effect.fact === undefined) return;
  const { field: name, fact: value, about = 'treatment' } = effect;
  await takeRecordedFact(tx, app, row, { name, value, about });
}

async function act(
  tx: Transaction,
  deps: TreatmentActivityDeps,
  row: EffectRow,
  command: EffectCommand,
): Promise<EffectReceipt> {
  const { requestKey, customerKey, treatmentId, spec } = row;
  const { effect } = spec;
  const at = deps.app.clock.now();
  switch (effect.kind) {
    case 'banner': {
      const write = effect.action === 'show' ? showBanner : clearBanner;
      await write(tx, { customerKey, template: effect.template, treatmentId }, at);
      return { outcome: effect.action === 'show' ? 'shown' : 'cleared' };
    }
    case 'notify': {
      const text = await renderLine(tx, deps, command, effect.text);
      await insertNotice(tx, { queue: effect.queue, text, treatmentId, requestKey, at });
      return { outcome: 'notified' };
    }
    case 'offer':
      await insertRecord(tx, {
        requestKey,
        customerKey,
        treatmentId,
        field: `offer:${effect.offer}`,
        value: String(spec.amount ?? 0),
        at,
      });
      return { outcome: 'offered' };
    case 'suppress':
      await insertSuppression(tx, {
        customerKey,
        channel: effect.channel,
        class: effect.class,
        reason: effect.reason,
        at,
      });
      return { outcome: 'suppressed' };
    case 'hold':
      return hold(tx, row, { ...effect, at });
    case 'record': {
      // What was computed may be a customer's own words: never rendered.
      const value =
        effect.from === undefined ? await renderLine(tx, deps, command, effect.value) : effect.value;
      await insertRecord(tx, { requestKey, customerKey, treatmentId, field: effect.field, value, at });
      return { outcome: await counted(tx, deps, row, command) };
    }
    case 'message':
    case 'charge':
      throw new RangeError(
        `a ${effect.kind} is not an effect on our own store: call the activity of its kind`,
      );
  }
}

// A record that is no case, or one of the first of its topic, is recorded and that is all.
async function counted(
  tx: Transaction,
  deps: TreatmentActivityDeps,
  { requestKey, customerKey, treatmentId, step, path }: EffectRow,
  command: EffectCommand,
): Promise<CaseOutcome> {
  const { effect, topic } = command;
  if (effect.kind !== 'record' || !effect.cases || topic === undefined) return 'recorded';
  const title = await renderLine(tx, deps, command, effect.cases.title);
  const one = { requestKey, customerKey, treatmentId, step, path, field: effect.field, topic };
  return countCase(tx, deps.app, { case: one, rule: { ...effect.cases, title } });
}

async function hold(
  tx: Transaction,
  { customerKey, treatmentId, step }: EffectRow,
  {
    what,
    action,
    forMs,
    keep = false,
    of,
    at,
  }: Extract<EffectSpec, { kind: 'hold' }> & { readonly at: string },
): Promise<EffectReceipt> {
  const key = { customerKey, what, treatmentId };
  if (action === 'release') {
    const end = { at, why: `step ${step}` };
    if (of === 'customer') await releaseHoldsOn(tx, key, end);
    else await releaseHold(tx, key, end);
    return { outcome: 'released' };
  }
  await placeHold(tx, key, { at, keep, ...(forMs !== undefined && { expiresAt: after(at, forMs) }) });
  return { outcome: 'held' };
}
