import { setTimeout as sleep } from 'node:timers/promises';
import type { CustomerPlan } from '../plan';
import type { Query } from './collect';

/** Waits until every expected treatment has its outcome, enough is seen, or the patience is over; says what is still open. */
export async function untilAllEnded(
  query: Query,
  customers: readonly CustomerPlan[],
  until: { readonly patienceMs: number; readonly enough: () => Promise<boolean> },
): Promise<readonly string[]> {
  const expected = customers.filter((plan) => plan.fate !== 'overtaken').length;
  const own = customers.map((plan) => `'${plan.id}'`).join(', ');
  const giveUpAt = Date.now() + until.patienceMs;
  for (;;) {
    const [row] = await query<{ closed: number }>(
      `SELECT count(*)::int AS closed FROM treatments t JOIN identities i ON i.customer_key = t.customer_key AND i.kind = 'payments' WHERE t.state = 'closed' AND i.value IN (${own})`,
    );
    if ((row?.closed ?? 0) >= expected) return [];
    if (Date.now() > giveUpAt || (await until.enough())) return stillOpen(query);
    await sleep(1_000);
  }
}

async function stillOpen(query: Query): Promise<string[]> {
  const rows = await query<{ id: string; state: string; step: string; done: string; waiting: string }>(
    `SELECT id, state, step, done, waiting_for AS waiting FROM treatments WHERE state <> 'closed' ORDER BY id LIMIT 20`,
  );
  return rows.map(
    ({ id, state, step, done, waiting }) => `${id} ${state} at ${step} (done: ${done}; waits: ${waiting})`,
  );
}
