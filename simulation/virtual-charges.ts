import type { ChargeHistory } from '../domain/gate/gate-context';
import type { ProjectedInvoice } from '../domain/invoice-projection';
import { classifyDecline } from '../domain/payments/decline-class';
import { openingDecline } from '../domain/payments/opening-decline';
import { nextCharge, type RetryAnswer } from '../domain/payments/retry-schedule';
import type { EffectCommand, EffectResult } from '../domain/treatment-activities';
import { actOn } from './consequences';
import { evaluateNow, factsNow } from './look';
import { judgeVirtually } from './virtual-gate';
import type { VirtualTreatment, World } from './world';

type Answer = EffectResult extends infer R ? (R extends unknown ? Omit<R, 'facts'> : never) : never;
interface Charged {
  readonly answer: Answer;
  readonly amountMinor: number;
}

/** Charges every open invoice once, with the declines of the script. */
export function chargeVirtually(
  world: World,
  treatment: VirtualTreatment,
  command: EffectCommand,
): EffectResult {
  const open = world.invoices
    .filter(({ state }) => state === 'open')
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const charged = open.map((invoice) => chargeOne(world, treatment, command, invoice));
  return { ...answerFor(charged), facts: factsNow(world, treatment.input.context) };
}

function chargeOne(
  world: World,
  treatment: VirtualTreatment,
  command: EffectCommand,
  invoice: ProjectedInvoice,
): Charged {
  const { amountMinor } = invoice;
  const schedule = scheduleOf(world, invoice);
  const verdict = judgeVirtually(world, treatment, command, schedule && historyOf(schedule));
  if (verdict.verdict === 'deferred') {
    return {
      amountMinor,
      answer: { status: 'deferred', until: verdict.until, code: verdict.code, why: verdict.why },
    };
  }
  if (verdict.verdict === 'refused' && verdict.code === 'retryNotAllowed' && schedule) {
    return {
      amountMinor,
      answer: { status: 'declined', code: lastDecline(world, invoice), declineClass: schedule.declineClass },
    };
  }
  if (verdict.verdict === 'refused') {
    return { amountMinor, answer: { status: 'refused', code: verdict.code, why: verdict.why } };
  }
  return { amountMinor, answer: settle(world, invoice, nextDecline(world, invoice)) };
}

function nextDecline(world: World, { id }: ProjectedInvoice): string | undefined {
  const { given, declinesUsed, behaviour } = world;
  const { declines, thenSucceed } = given.payments;
  if (behaviour && declinesUsed >= declines.length)
    return behaviour.charge((world.attempts.get(id)?.length ?? 0) + 1);
  return declines[declinesUsed] ?? (thenSucceed ? undefined : (declines.at(-1) ?? 'generic_decline'));
}

function settle(world: World, invoice: ProjectedInvoice, declineCode: string | undefined): Answer {
  world.declinesUsed += 1;
  const attempts = invoice.attempts + 1;
  const at = world.now;
  const declined = { firstFailureAt: invoice.firstFailureAt ?? at, lastFailureAt: at, declineCode };
  const after =
    declineCode === undefined
      ? { ...invoice, attempts, state: 'paid' as const }
      : { ...invoice, attempts, ...declined };
  world.invoices = world.invoices.map((known) => (known.id === invoice.id ? after : known));
  world.known = undefined;
  if (declineCode !== undefined) {
    world.attempts.set(invoice.id, [...(world.attempts.get(invoice.id) ?? []), { at, declineCode }]);
  }
  actOn(world, { ...evaluateNow(world), signals: [] });
  if (declineCode === undefined) {
    world.amounts.push({ kind: 'charge', amount: invoice.amountMinor });
    return { status: 'done', outcome: 'paid', count: 1, amount: invoice.amountMinor };
  }
  const { name } = classifyDecline(world.book.policies.retry, declineCode);
  const next = scheduleOf(world, after);
  const retryAt = next === undefined ? at : next.mayChargeAt === 'never' ? undefined : next.mayChargeAt;
  return {
    status: 'declined',
    code: declineCode,
    declineClass: name,
    ...(retryAt !== undefined && { retryAt }),
  };
}

function scheduleOf(world: World, invoice: ProjectedInvoice): RetryAnswer | undefined {
  const attempts = world.attempts.get(invoice.id) ?? [];
  const first = openingDecline(invoice, attempts);
  const { zone } = world.attributes;
  return nextCharge({
    policy: world.book.policies.retry,
    attempts,
    ...(first && { firstDecline: first }),
    ...(world.methodChangedAt !== undefined && { methodChangedAt: world.methodChangedAt }),
    zone: typeof zone === 'string' ? zone : world.book.policies.contact.defaultZone,
  });
}

function historyOf({ mayChargeAt, why }: RetryAnswer): ChargeHistory {
  return { mayChargeAt, why };
}

function lastDecline(world: World, invoice: ProjectedInvoice): string {
  return world.attempts.get(invoice.id)?.at(-1)?.declineCode ?? invoice.declineCode ?? '';
}

// As the real activity: an end first, then a decline, then what was put off or refused, then paid.
function answerFor(charged: readonly Charged[]): Answer {
  const answers = charged.map(({ answer }) => answer);
  const of = <S extends Answer['status']>(status: S) =>
    answers.filter((answer): answer is Extract<Answer, { status: S }> => answer.status === status);
  const over = of('refused').find(({ code }) =>
    ['stopped', 'goalReached', 'exited', 'closed'].includes(code),
  );
  if (over) return over;
  const declined = of('declined');
  const retries = [
    ...declined.flatMap(({ retryAt }) => retryAt ?? []),
    ...of('deferred').map(({ until }) => until),
  ].sort();
  const first =
    declined.find(({ retryAt }) => retryAt !== undefined && retryAt === retries[0]) ?? declined[0];
  if (first)
    return {
      status: 'declined',
      code: first.code,
      declineClass: first.declineClass,
      ...(retries[0] !== undefined && { retryAt: retries[0] }),
    };
  const putOff = of('deferred').sort((one, other) => (one.until < other.until ? -1 : 1))[0];
  if (putOff) return putOff;
  const refused = of('refused')[0];
  if (refused) return refused;
  if (charged.length === 0)
    return { status: 'refused', code: 'nothingToDo', why: 'no invoice of the customer is open' };
  return {
    status: 'done',
    outcome: 'paid',
    count: charged.length,
    amount: charged.reduce((sum, one) => sum + one.amountMinor, 0),
  };
}
