import { performInStore, type StoreWork } from '../application/gate/perform-in-store';
import type { EffectCommand, EffectResult } from '../domain/treatment-activities';
import type { Transaction } from '../ports/store/store';
import { clearBanner, showBanner } from '../ports/store/tables/banners';
import type { EffectReceipt, EffectRow } from '../ports/store/tables/effects';
import { placeHold, releaseHold } from '../ports/store/tables/holds';
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
    report: async (tx, row) => ({ ...(await answerOf(tx, row)), facts: await report(tx, app, command) }),
  };
  const performed = await performInStore(app, askOf(command), work);
  return performed.report;
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
    case 'hold': {
      const write = effect.action === 'place' ? placeHold : releaseHold;
      await write(tx, { customerKey, what: effect.what, treatmentId }, at);
      return { outcome: effect.action === 'place' ? 'held' : 'released' };
    }
    case 'record': {
      const value = await renderLine(tx, deps, command, effect.value);
      await insertRecord(tx, { requestKey, customerKey, treatmentId, field: effect.field, value, at });
      return { outcome: 'recorded' };
    }
    case 'message':
    case 'charge':
      throw new RangeError(
        `a ${effect.kind} is not an effect on our own store: call the activity of its kind`,
      );
  }
}
