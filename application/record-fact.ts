import type { SignalValue } from '../domain/signals/signal';
import type { Transaction } from '../ports/store/store';
import type { EffectRow } from '../ports/store/tables/effects';
import { readTreatment } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { takeSignals } from './take-signals';

/** Origin of the facts that treatments find out themselves. */
const origin = 'tideline';

/**
 * Takes what a treatment has recorded in as a fact about its customer or about what it is about: what people decided
 * is known to every later evaluation. Once per effect; it may end the treatment, so the effect is settled before.
 */
export async function takeRecordedFact(
  tx: Transaction,
  app: Application,
  row: EffectRow,
  fact: {
    readonly name: string;
    readonly value: SignalValue;
    readonly about: 'treatment' | 'customer';
  },
): Promise<void> {
  const { name, value, about } = fact;
  const { customerKey, requestKey, settledAt } = row;
  const treatment = await readTreatment(tx, row.treatmentId);
  const context = about === 'treatment' ? (treatment?.context ?? undefined) : undefined;
  const item = {
    id: requestKey,
    origin,
    customer: customerKey,
    occurredAt: settledAt ?? app.clock.now(),
    name,
    value,
    ...(context !== undefined && { context }),
  };
  await takeSignals(tx, app, { customerKey, items: [item], backfill: false });
}
