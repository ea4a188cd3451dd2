import { invoiceFacts } from '../../../domain/evaluation/invoice-facts';
import type { Invoice } from '../../../domain/invoice';

const invoice = (id: string, fields: Partial<Invoice> = {}): Invoice => ({
  id,
  amountMinor: 1_000,
  currency: 'usd',
  state: 'open',
  attempts: 0,
  ...fields,
});

describe('the invoices in scope', () => {
  it('are all 0 where there is none', () => {
    expect(invoiceFacts([])).toMatchObject({ open: 0, openAmount: 0, declineCode: '' });
  });

  it('are counted by state, with the open amount and the latest decline of the open ones', () => {
    const all = [
      invoice('in_1', {
        attempts: 2,
        declineCode: 'do_not_honor',
        lastFailureAt: '2026-03-01T00:00:00.000Z',
      }),
      invoice('in_2', {
        attempts: 1,
        declineCode: 'expired_card',
        lastFailureAt: '2026-03-02T00:00:00.000Z',
      }),
      invoice('in_3', { state: 'paid', declineCode: 'lost_card', lastFailureAt: '2026-03-03T00:00:00.000Z' }),
      invoice('in_4', { state: 'void' }),
    ];
    const expected = {
      open: 2,
      openAmount: 2_000,
      paid: 1,
      void: 1,
      uncollectible: 0,
      attempts: 2,
      declineCode: 'expired_card',
    };
    expect(invoiceFacts(all)).toEqual(expected);
    expect(invoiceFacts([...all].reverse())).toEqual(expected);
  });
});
