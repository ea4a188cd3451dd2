import type { Transaction } from '../ports/store/store';
import {
  deleteKillSwitch,
  type KillSwitch,
  openPlaybooks,
  readKillSwitches,
  upsertKillSwitch,
} from '../ports/store/tables/kill-switches';
import { effectsInFlight, type InFlightEffect } from '../ports/store/tables/treatment-ending';
import { readTreatment, type TreatmentRow, type TreatmentState } from '../ports/store/tables/treatments';
import type { Actor, Application, Refusal } from './application';
import { scopeRefusal } from './check-scope';
import { endTreatments } from './end-treatments';
import { factsSnapshot } from './facts';
import { lockCustomer } from './lock-customer';
import { addPause, liftPause } from './pausing';
import { acceptTerminal } from './terminal';

/** Who acts on a treatment, and why. */
export interface ControlOptions {
  readonly actor: Actor;
  readonly reason: string;
}

/** The treatment after the act, and the effects that it came too late to recall. */
export interface ControlAnswer {
  readonly ok: true;
  readonly state: TreatmentState;
  readonly inFlight: readonly InFlightEffect[];
}

/** Pauses a treatment: no effect begins until it is resumed. */
export async function pauseTreatment(
  app: Application,
  id: string,
  options: ControlOptions,
): Promise<ControlAnswer | Refusal> {
  return onOpenTreatment(app, id, async (tx, treatment) => {
    await addPause(tx, app, treatment, manual(options));
    return undefined;
  });
}

/** Lifts the pause of a person and looks at the goal again before anything else happens. */
export async function resumeTreatment(
  app: Application,
  id: string,
  options: ControlOptions,
): Promise<ControlAnswer | Refusal> {
  return onOpenTreatment(app, id, async (tx, treatment) => {
    if (!treatment.pausedBy.includes('manual')) {
      const message = `${id} is not paused by a person: there is nothing to resume`;
      return { ok: false, code: 'notPaused', message };
    }
    await liftPause(tx, app, treatment, manual(options));
    const { facts } = await factsSnapshot(tx, app, treatment.customerKey, treatment);
    await endTreatments(tx, app, [treatment], { facts });
    return undefined;
  });
}

/** Stops a treatment for good. */
export async function stopTreatment(
  app: Application,
  id: string,
  options: ControlOptions,
): Promise<ControlAnswer | Refusal> {
  return onOpenTreatment(app, id, async (tx) => {
    const { reason, actor } = options;
    await acceptTerminal(tx, app, id, { kind: 'stop', reason, outcome: 'stopped', by: actor.subject });
    return undefined;
  });
}

/** Stops every effect of a scope, from the next verdict on; a scope that names nothing is refused. */
export async function setKillSwitch(
  app: Application,
  on: { readonly scope: string; readonly reason: string; readonly actor: Actor },
): Promise<{ readonly ok: true } | Refusal> {
  const { scope, reason, actor } = on;
  const at = app.clock.now();
  const refusal = await app.store.transaction(async (tx) => {
    const found = scopeRefusal(await app.books.active(tx), scope, await openPlaybooks(tx));
    if (!found) await upsertKillSwitch(tx, { scope, reason, by: actor.subject, at });
    return found;
  });
  if (refusal) return refusal;
  app.log.warn({ scope, by: actor.subject }, 'kill switch turned on');
  return { ok: true };
}

/** Lets the effects of a scope go on. */
export async function clearKillSwitch(
  app: Application,
  off: { readonly scope: string; readonly actor: Actor },
): Promise<{ readonly ok: true } | Refusal> {
  const was = await app.store.transaction((tx) => deleteKillSwitch(tx, off.scope));
  if (!was) return { ok: false, code: 'notFound', message: `the kill switch ${off.scope} is off` };
  app.log.warn({ scope: off.scope, by: off.actor.subject }, 'kill switch turned off');
  return { ok: true };
}

/** Kill switches that are on. */
export async function listKillSwitches(app: Pick<Application, 'store'>): Promise<KillSwitch[]> {
  return app.store.transaction(readKillSwitches);
}

function manual({ actor, reason }: ControlOptions) {
  return { reason: 'manual', why: reason, by: actor.subject } as const;
}

async function onOpenTreatment(
  app: Application,
  id: string,
  act: (tx: Transaction, treatment: TreatmentRow) => Promise<Refusal | undefined>,
): Promise<ControlAnswer | Refusal> {
  return app.store.transaction(async (tx) => {
    const before = await readTreatment(tx, id);
    if (!before) return { ok: false, code: 'unknownTreatment', message: `there is no treatment ${id}` };
    await lockCustomer(tx, before.customerKey);
    // Read again: it may have closed while the lock was waited for.
    const treatment = await readTreatment(tx, id);
    if (!treatment || treatment.state === 'closed') {
      return { ok: false, code: 'closed', message: `${id} has ended: there is nothing left to act on` };
    }
    const refusal = await act(tx, treatment);
    if (refusal) return refusal;
    const after = await readTreatment(tx, id);
    return { ok: true, state: after?.state ?? treatment.state, inFlight: await effectsInFlight(tx, id) };
  });
}
