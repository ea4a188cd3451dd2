import { makeRoom } from '../../../domain/arbitration/merge';
import type { ArbitratedTreatment } from '../../../domain/arbitration/decision';
import { intakeBook } from '../../support/intake-book';

const book = intakeBook();

/** A running treatment; ids that begin with `a` are of the merged customer. */
function running(id: string, playbook: string, more: Partial<ArbitratedTreatment> = {}): ArbitratedTreatment {
  return { id, playbook, state: 'running', segment: 's', arm: 'treatment', ...more };
}

const room = (...both: ArbitratedTreatment[]) => makeRoom(both, ({ id }) => id.startsWith('a'), book);

describe('the treatments of two customers that become one', () => {
  it('are one for each matter: the first started stays', () => {
    expect(room(running('b1', 'save-play'), running('a1', 'save-play'))).toEqual([
      { treatmentId: 'a1', to: 'b1', how: 'double' },
    ]);
    expect(room(running('a1', 'payment-cure'), running('b1', 'save-play'))).toEqual([]);
  });

  it('make room for what would have pre-empted them, and not for what has made room itself', () => {
    expect(room(running('a1', 'campaign'), running('b1', 'fraud-review'))).toEqual([
      { treatmentId: 'a1', to: 'b1', how: 'cancel' },
    ]);
    expect(
      room(running('a1', 'fraud-review'), running('b1', 'fraud-review'), running('a2', 'payment-cure')),
    ).toEqual([{ treatmentId: 'b1', to: 'a1', how: 'double' }]);
  });

  it('leave alone what they lived beside before, what is ending, and everything if they are held out', () => {
    expect(room(running('a1', 'payment-cure'), running('a2', 'fraud-review'))).toEqual([]);
    expect(room(running('a1', 'save-play', { state: 'ending' }), running('b1', 'save-play'))).toEqual([]);
    expect(room(running('a1', 'campaign'), running('b1', 'fraud-review', { arm: 'holdout' }))).toEqual([]);
  });
});
