import type { Rule } from '../checker';
import { groupBy } from './group';

const sameAttemptOnce: Rule = ({ charges }) =>
  [...groupBy(charges, (charge) => `${charge.invoice} attempt ${charge.attempt}`)].flatMap(
    ([what, booked]) => (booked.length === 1 ? [] : [`the sandbox booked ${what} ${booked.length} times`]),
  );

const moneyMovesOnce: Rule = ({ charges }) =>
  [...groupBy(charges, (charge) => charge.invoice)].flatMap(([invoice, booked]) => {
    const moved = booked.reduce((sum, charge) => sum + charge.timesMoved, 0);
    return moved <= 1 ? [] : [`money moved ${moved} times for ${invoice}`];
  });

// Lower bound: charging nobody would pass the rules above.
const chargedAsScheduled: Rule = ({ customers, charges }) => {
  const byInvoice = groupBy(charges, (charge) => charge.invoice);
  return customers.flatMap(({ id, invoice, card, fate }) => {
    const booked = byInvoice.get(invoice) ?? [];
    if (fate === 'overtaken' && booked.length > 0)
      return [`${id} was charged for an invoice that was paid before`];
    if (fate !== 'runsThrough') return [];
    const moved = booked.reduce((sum, charge) => sum + charge.timesMoved, 0);
    const expected = card === 'pays' ? 1 : 0;
    if (booked.length === 1 && moved === expected) return [];
    return [
      `${id} ran through: its invoice has ${booked.length} charges moving money ${moved} times, not 1 moving it ${expected} times`,
    ];
  });
};

const rowsAgreeWithBooks: Rule = ({ effects, charges }) => {
  const rows = effects.filter((effect) => effect.kind === 'charge' && effect.attempt !== null);
  const keyOf = (invoice: string | null, attempt: string | number | null): string =>
    `${invoice} attempt ${attempt}`;
  const booked = new Map(charges.map((charge) => [keyOf(charge.invoice, charge.attempt), charge]));
  const known = new Map(rows.map((row) => [keyOf(row.invoice, row.attempt), row]));
  const unbooked = rows.flatMap((row) =>
    row.state !== 'done' || booked.has(keyOf(row.invoice, row.attempt))
      ? []
      : [`${row.requestKey} says done and the sandbox never booked it`],
  );
  const unknown = [...booked.keys()].flatMap((what) => {
    const state = known.get(what)?.state;
    return state === 'done' || state === 'inDoubt' || state === 'failed'
      ? []
      : [`the sandbox booked ${what}, which the store has as ${state ?? 'nothing'}`];
  });
  return [...unbooked, ...unknown];
};

/** Money moves exactly once, by the sandbox's own books. */
export const chargeRules: readonly Rule[] = [
  sameAttemptOnce,
  moneyMovesOnce,
  chargedAsScheduled,
  rowsAgreeWithBooks,
];
