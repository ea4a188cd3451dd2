import path from 'node:path';
import type { PolicyTest, TestSignal } from '../../domain/policy-test';
import { readBook } from '../../ports/book-files/read-book';
import { simulate } from '../../simulation/simulate';

const day = 86_400_000;

const billing = (name: string, atMs: number, more: object = {}): TestSignal => ({
  atMs,
  name,
  value: true,
  context: 'invoice:in_1',
  data: { invoice: 'in_1', amountMinor: 2_900, currency: 'eur', ...more },
});

// The payment cure is measured on day 30: are all invoices settled?
async function measured(signals: readonly TestSignal[], days: number) {
  const read = await readBook(path.join(__dirname, '../../config/book'));
  if (!read.ok) throw new Error('the shipped book does not load');
  const given: PolicyTest['given'] = {
    customer: { name: 'Elm', annualRevenue: 300 },
    signals,
    crossings: [],
    controls: [],
    answers: [],
    tasks: [],
    payments: { declines: Array<string>(20).fill('insufficient_funds'), thenSucceed: false },
    untilMs: days * day,
  };
  return simulate({ book: read.book, given }).treatments.map(({ outcome, measure }) => [outcome, measure]);
}

describe('the measure in virtual time', () => {
  const failed = billing('invoice_payment_failed', 0, { declineCode: 'insufficient_funds' });

  it('is answered on its day for a treatment that has ended before', async () => {
    const paid = billing('invoice_paid', 10 * day);
    expect(await measured([failed, paid], 29)).toEqual([['cured', undefined]]);
    expect(await measured([failed, paid], 31)).toEqual([['cured', true]]);
  });

  it('is answered by the facts of its day, not by those of the end', async () => {
    const again: TestSignal = {
      ...billing('invoice_payment_failed', 28 * day, { invoice: 'in_2', declineCode: 'insufficient_funds' }),
      context: 'invoice:in_2',
    };
    const [first] = await measured([failed, billing('invoice_paid', 10 * day), again], 31);
    expect(first).toEqual(['cured', false]);
  });

  it('is answered by a treatment that still runs', async () => {
    expect(await measured([failed], 31)).toEqual([['open', false]]);
  });
});
