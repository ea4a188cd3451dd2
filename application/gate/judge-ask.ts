import type { Verdict } from '../../domain/gate/verdict';
import type { Transaction } from '../../ports/store/store';
import type { EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { appendLedger } from '../ledger/append';
import type { CustomerRow } from '../lock-customer';
import type { EffectAsk } from './effect-ask';
import type { GateParts } from './gate-parts';
import { readContext, type ReadContext } from './read-context';

/** A verdict with what it was given on. */
export interface Judged {
  readonly verdict: Verdict;
  readonly read: ReadContext;
}

/** Reads everything a verdict depends on and gives it. The customer must be locked by `tx`. */
export async function judgeAsk(
  tx: Transaction,
  app: Application,
  ask: EffectAsk,
  { customer, judge }: { readonly customer: CustomerRow } & Pick<GateParts, 'judge'>,
): Promise<Judged> {
  const read = await readContext(tx, app, ask, customer);
  return { read, verdict: judge(read.context) };
}

/** Writes a verdict on an effect to the customer's ledger. */
export async function recordVerdict(
  tx: Transaction,
  app: Application,
  { customerKey, requestKey, kind, target }: EffectRow,
  verdict: Verdict,
): Promise<void> {
  const content = { requestKey, effect: kind, target, ...verdict };
  await appendLedger(tx, app, customerKey, { kind: 'verdict', content });
}
