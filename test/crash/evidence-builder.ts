import type { Demands, EffectEvidence, Evidence, LedgerEvidence } from './evidence';
import type { CustomerPlan } from './plan';

/** A renewal that ran through with a paying card and everything as it must be. */
export function renewal(id: string): Evidence {
  const plan: CustomerPlan = {
    id,
    address: `${id}@example.com`,
    invoice: `in-${id}`,
    track: 'renewal',
    card: 'pays',
    fate: 'runsThrough',
    listens: false,
    startsAtMs: 0,
  };
  const treatmentId = `treatment:crash-renewal:${id}:1`;
  const mail = (step: string): EffectEvidence => effect(treatmentId, step, { kind: 'message' });
  const charge = effect(treatmentId, 'charge', { kind: 'charge', invoice: plan.invoice, attempt: 1 });
  const effects = [mail('notice'), charge, mail('reminder'), mail('closing')];
  const ledger = effects.flatMap((one, index) => [
    entry(id, index * 2 + 1, 'attempt', { requestKey: one.requestKey }),
    entry(id, index * 2 + 2, 'receipt', { requestKey: one.requestKey, state: 'done' }),
  ]);
  return {
    customers: [plan],
    treatments: [{ id: treatmentId, customer: id, state: 'closed', outcome: 'resolved' }],
    effects,
    ledger,
    charges: [{ invoice: plan.invoice, attempt: '1', status: 'succeeded', timesMoved: 1 }],
    mails: (['Notice', 'Reminder', 'Closing'] as const).map((subject, index) => ({
      to: plan.address,
      subject,
      requestKey: [mail('notice'), mail('reminder'), mail('closing')][index]!.requestKey,
    })),
    nudges: {},
    audit: { ok: true, entries: ledger.length, stored: ledger.length, problems: [] },
    kills: { random: {}, points: {}, exposed: [] },
  };
}

/** A renewal whose person stopped it while the notice was attempting. */
export function stoppedRenewal(id: string): Evidence {
  const whole = renewal(id);
  const treatmentId = whole.treatments[0]!.id;
  const notice = whole.effects[0]!;
  const stop = {
    control: 'stop',
    treatmentId,
    accepted: true,
    outcome: 'stopped',
    inFlight: [notice.requestKey],
  };
  const ledger = [
    whole.ledger[0]!,
    entry(id, 2, 'control', { ...stop, releasedEffects: [] }),
    entry(id, 3, 'receipt', { requestKey: notice.requestKey, state: 'done' }),
  ];
  return {
    ...whole,
    customers: whole.customers.map((plan) => ({ ...plan, fate: 'stopped' as const })),
    treatments: [{ id: treatmentId, customer: id, state: 'closed', outcome: 'stopped' }],
    effects: [notice],
    ledger,
    charges: [],
    mails: whole.mails.slice(0, 1),
    audit: { ok: true, entries: ledger.length, stored: ledger.length, problems: [] },
  };
}

/** Adds ledger entries at the end of a chain. */
export function withLedger(evidence: Evidence, ...added: readonly LedgerEvidence[]): Evidence {
  const ledger = [...evidence.ledger, ...added];
  return { ...evidence, ledger };
}

/** One ledger entry. */
export function entry(
  customerKey: string,
  position: number,
  kind: string,
  content: LedgerEvidence['content'],
): LedgerEvidence {
  return { customerKey, position, kind, content };
}

/** One settled effect row. */
export function effect(treatmentId: string, step: string, changes: Partial<EffectEvidence>): EffectEvidence {
  const requestKey = `${treatmentId}|${step}||x`;
  return {
    requestKey,
    treatmentId,
    step,
    kind: 'message',
    state: 'done',
    invoice: null,
    attempt: null,
    why: null,
    ...changes,
  };
}

/** No demand on how much happened. */
export const nothing: Demands = {
  treatments: 0,
  stopsLanded: 0,
  paymentsLanded: 0,
  perPoint: {},
  random: {},
};
