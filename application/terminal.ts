import type { TerminalKind } from '../domain/inbox';
import type { Outcome } from '../domain/words';
import type { Transaction } from '../ports/store/store';
import { clearBannersOf } from '../ports/store/tables/banners';
import { releaseHoldsOf } from '../ports/store/tables/holds';
import {
  cancelTasks,
  effectsInFlight,
  type InFlightEffect,
  releaseReserved,
  withdrawApprovals,
} from '../ports/store/tables/treatment-ending';
import { readTreatment, setTerminal } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { addInboxItem } from './inbox';
import { appendLedger } from './ledger/append';
import { nextPosition } from './lock-customer';

/** What ends a treatment. */
export interface TerminalItem {
  readonly kind: TerminalKind;
  /** For people; without personal data. */
  readonly reason: string;
  readonly outcome: Outcome;
  /** Who asked, when a person or service did; a subject of the token, never a name. */
  readonly by?: string;
}

/** Whether the item won, what did win, and what is already on its way out. */
export interface TerminalAnswer {
  readonly accepted: boolean;
  readonly first: {
    readonly kind: string;
    readonly reason: string;
    readonly outcome: string;
    readonly at: string;
  };
  /** Request keys of effects that this came too late to recall. */
  readonly inFlight: readonly string[];
  readonly effects: readonly InFlightEffect[];
}

/**
 * Accepts what ends a treatment; the first accepted item wins, a later one is recorded as too late.
 * Takes back open approvals, tasks and reserved effects, banners and reversible holds: who has paid is free at once,
 * not when the workflow has heard of it. The customer must be locked.
 */
export async function acceptTerminal(
  tx: Transaction,
  app: Pick<Application, 'clock' | 'randomBytes'>,
  treatmentId: string,
  item: TerminalItem,
): Promise<TerminalAnswer> {
  const treatment = await readTreatment(tx, treatmentId);
  if (!treatment) throw new Error(`there is no treatment ${treatmentId} to end`);
  const { customerKey } = treatment;
  const at = app.clock.now();
  const position = await nextPosition(tx, customerKey);
  const accepted = await setTerminal(tx, treatmentId, { ...item, at, position });
  const taken = accepted ? await takeBack(tx, treatmentId, { at, why: item.reason }) : {};
  const effects = await effectsInFlight(tx, treatmentId);
  const inFlight = effects.map((effect) => effect.requestKey);
  await appendLedger(tx, app, customerKey, {
    kind: 'control',
    content: { control: item.kind, treatmentId, accepted, ...itemContent(item), ...taken, inFlight },
  });
  if (accepted) {
    const { kind, reason, outcome } = item;
    await addInboxItem(tx, app, treatmentId, { kind, reason, outcome });
    return { accepted, first: { kind, reason, outcome, at }, inFlight, effects };
  }
  return { accepted, first: firstEnd(treatment), inFlight, effects };
}

async function takeBack(
  tx: Transaction,
  treatmentId: string,
  end: { at: string; why: string },
): Promise<object> {
  return {
    withdrawnApprovals: await withdrawApprovals(tx, treatmentId, end.at),
    cancelledTasks: await cancelTasks(tx, treatmentId, { ...end, spareKept: false }),
    releasedEffects: await releaseReserved(tx, treatmentId, end.at),
    ...given('clearedBanners', await clearBannersOf(tx, treatmentId, end.at)),
    ...given('releasedHolds', await releaseHoldsOf(tx, treatmentId, end)),
  };
}

function given(name: string, list: readonly string[]): object {
  return list.length > 0 ? { [name]: list } : {};
}

function itemContent({ reason, outcome, by }: TerminalItem): object {
  return { reason, outcome, ...(by === undefined ? {} : { by }) };
}

function firstEnd(
  treatment: NonNullable<Awaited<ReturnType<typeof readTreatment>>>,
): TerminalAnswer['first'] {
  return {
    kind: treatment.terminalKind ?? 'end',
    reason: treatment.terminalReason ?? treatment.outcomeReason ?? '',
    outcome: treatment.terminalOutcome ?? treatment.outcome ?? '',
    at: treatment.terminalAt ?? treatment.closedAt ?? '',
  };
}
