import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../../support/deployment/http-client';
import type { CustomerPlan } from '../plan';
import type { Random } from '../random';
import type { Caller } from './caller';

const hourMs = 3_600_000;

/** Tells the API who the customers are and the sandbox how their cards behave; nothing is killed yet. */
export async function introduce(
  plans: readonly CustomerPlan[],
  api: HttpClient,
  sandbox: HttpClient,
): Promise<void> {
  for (const plan of plans) {
    const { id, address, track, listens, card } = plan;
    await api.put(`/v1/customers/${id}`, {
      attributes: { track, listens },
      zone: 'UTC',
      contacts: [{ id: 'billing', role: 'billing', email: address }],
      identities: [{ kind: 'payments', value: id }],
    });
    const declines = card === 'declines' ? Array.from({ length: 8 }, () => 'insufficient_funds') : [];
    await sandbox.post('/sandbox/script', { customerRef: id, declines });
  }
}

/** Sends what starts each treatment at its time: doubled, at once, and for some customers in the wrong order. */
export async function sendStarts(
  plans: readonly CustomerPlan[],
  caller: Caller,
  random: Random,
): Promise<void> {
  await Promise.all(
    plans.map(async (plan) => {
      await sleep(plan.startsAtMs);
      await sendStart(plan, caller, random);
    }),
  );
}

async function sendStart(plan: CustomerPlan, caller: Caller, random: Random): Promise<void> {
  const failed = failedSignal(plan);
  if (plan.fate === 'overtaken') {
    await caller.postDoubled('/v1/signals', paidSignal(plan));
    await caller.postDoubled('/v1/signals', failed);
    return;
  }
  await caller.postDoubled('/v1/signals', random.chance(0.3) ? [failed, failed] : failed);
  if (plan.track === 'renewal') await caller.postDoubled('/v1/crossings', crossing(plan));
  // Late news of an older failure of the same invoice changes nothing.
  if (random.chance(0.2))
    await caller.post('/v1/signals', { ...failed, id: `older-${plan.id}`, occurredAt: ago(60 * hourMs) });
}

/** A person stops the treatment. */
export async function sendStop(treatmentId: string, caller: Caller): Promise<void> {
  await caller.postDoubled(`/v1/treatments/${treatmentId}/stop`, { reason: 'a person said so' });
}

/** Somebody pays elsewhere. */
export async function sendPayment(plan: CustomerPlan, caller: Caller): Promise<void> {
  const settled = {
    id: `settled-${plan.id}`,
    customer: plan.id,
    name: 'settled',
    value: true,
    occurredAt: ago(0),
  };
  await caller.postDoubled('/v1/signals', plan.track === 'cure' ? paidSignal(plan) : settled);
}

/** The customer answers. */
export async function sendNudge(plan: CustomerPlan, count: number, caller: Caller): Promise<void> {
  const nudge = {
    id: `nudge-${plan.id}-${count}`,
    customer: plan.id,
    name: 'nudge',
    value: true,
    occurredAt: ago(0),
  };
  await caller.postDoubled('/v1/signals', nudge);
}

function failedSignal({ id, invoice }: CustomerPlan): Readonly<Record<string, unknown>> {
  return {
    id: `failed-${id}`,
    customer: id,
    name: 'invoice_payment_failed',
    value: true,
    data: { invoice, amountMinor: 4900, currency: 'usd', declineCode: 'insufficient_funds' },
    context: `invoice:${invoice}`,
    // Old enough to be charged again at once: on another day and at another hour.
    occurredAt: ago(50 * hourMs),
  };
}

function paidSignal({ id, invoice }: CustomerPlan): object {
  return {
    id: `paid-${id}`,
    customer: id,
    name: 'invoice_paid',
    value: true,
    data: { invoice, amountMinor: 4900, currency: 'usd' },
    context: `invoice:${invoice}`,
    occurredAt: ago(0),
  };
}

function crossing({ id }: CustomerPlan): object {
  return {
    id: `due-${id}`,
    source: 'warehouse',
    customer: id,
    segment: 'renewal-due',
    direction: 'entered',
    sequence: 1,
    occurredAt: ago(1_000),
    reasons: ['renewal due'],
  };
}

function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}
