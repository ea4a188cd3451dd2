import { scheduleOf } from '../../../application/gate/charge-history';
import type { ChargeFacts } from '../../../ports/store/tables/gate-facts';
import { gateBook } from '../../support/gate-book';

const { policies } = gateBook();
const zone = 'Europe/Berlin';
const declinedAt = '2026-03-02T10:00:00.000Z';

function facts(firstFailureAt: string): ChargeFacts {
  return {
    invoice: {
      id: 'in_1',
      amountMinor: 1_000,
      currency: 'eur',
      state: 'open',
      firstFailureAt,
      lastFailureAt: declinedAt,
      declineCode: 'insufficient_funds',
      paymentMethod: null,
    },
    attempts: [
      { requestKey: 'r1', attempt: 1, state: 'failed', at: declinedAt, declineCode: 'insufficient_funds' },
    ],
    methodChangedAt: null,
  };
}

const why = (firstFailureAt: string) => scheduleOf(facts(firstFailureAt), { policies, zone })?.why;

describe('the retry schedule of a stored invoice', () => {
  it("counts our own first decline once where it is the invoice's first failure", () => {
    expect(why(declinedAt)).toContain('before attempt 2');
  });

  it('counts the failure that opened the invoice before our own', () => {
    expect(why('2026-02-26T10:00:00.000Z')).toContain('before attempt 3');
  });
});
