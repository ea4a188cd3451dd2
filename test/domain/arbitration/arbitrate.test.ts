import { arbitrate } from '../../../domain/arbitration/arbitrate';
import { arbitrationBook } from '../../support/arbitration-book';
import { arbitrated, arbitrationInput, crossing, customerFacts } from '../../support/arbitrated-customer';
import { playbookDefinition } from '../../support/book-builder';

const book = arbitrationBook();
const actions = (decisions: ReturnType<typeof arbitrate>) =>
  decisions.map(({ action, playbook }) => `${action} ${playbook}`.trim());

describe('arbitrate', () => {
  it('says nothing about a segment that starts no play', () => {
    expect(arbitrate(arbitrationInput(book, [crossing('frequency-only')]))).toEqual([]);
  });

  it('takes the first branch that matches and says why the others were not taken', () => {
    const [decision] = arbitrate(arbitrationInput(book, [crossing('by-value')]));
    expect(decision).toMatchObject({
      action: 'start',
      playbook: 'save-play',
      with: { owner: 'executive' },
      rejected: [{ alternative: 'campaign', why: 'an earlier branch matched' }],
    });
  });

  it('records that no branch matched', () => {
    const facts = customerFacts(['by-value'], { value: { amount: 1, tier: 'low' } });
    const [decision] = arbitrate(arbitrationInput(book, [crossing('by-value')], { facts }));
    expect(decision).toMatchObject({ action: 'ignore', playbook: '' });
    expect(decision!.rejected.map(({ alternative }) => alternative)).toEqual(['save-play', 'campaign']);
  });

  it('starts fraud first and defers what came with it', () => {
    const crossings = ['expansion-ready', 'matrix-save', 'fraud-suspected', 'payment-failed'].map((id) =>
      crossing(id),
    );
    const decisions = arbitrate(arbitrationInput(book, crossings));
    expect(actions(decisions)).toEqual([
      'start fraud-review',
      'defer payment-cure',
      'defer save-play',
      'defer campaign',
    ]);
    expect(decisions[1]).toMatchObject({ behind: ['fraud-review'] });
  });

  it('starts one treatment for two crossings of a dimension in one evaluation', () => {
    const decisions = arbitrate(arbitrationInput(book, [crossing('matrix-save'), crossing('churn-news')]));
    expect(actions(decisions).sort()).toEqual(['ignore save-play', 'start save-play']);
  });

  it('updates the running treatment of the dimension also when the crossing asks for another play', () => {
    const checkIn = playbookDefinition('check-in');
    const withCheckIn = { ...book, playbooks: { ...book.playbooks, 'check-in': checkIn } };
    const treatments = [arbitrated('check-in', 'churn-news')];
    const decisions = arbitrate(arbitrationInput(withCheckIn, [crossing('matrix-save')], { treatments }));
    expect(decisions).toMatchObject([{ action: 'update', treatmentId: 'treatment:check-in:0123456789ab:1' }]);
  });

  it('starts first what is worth more for this customer, where class and priorities are equal', () => {
    const worth = (id: string, expectedValue?: string) =>
      playbookDefinition(id, { dimension: 'churn', ...(expectedValue !== undefined && { expectedValue }) });
    const tree = (id: string, play: string) => ({ ...book.segments[0]!, id, treat: [{ play, with: {} }] });
    const twoPlays = {
      ...book,
      playbooks: {
        cheap: worth('cheap', 'value.amount * 0.1'),
        dear: worth('dear', 'value.amount * 0.9'),
        silent: worth('silent'),
      },
      segments: [tree('a', 'silent'), tree('b', 'cheap'), tree('c', 'dear')],
    };
    const decisions = arbitrate(
      arbitrationInput(
        twoPlays,
        ['a', 'b', 'c'].map((id) => crossing(id)),
      ),
    );
    expect(actions(decisions)).toEqual(['start dear', 'ignore cheap', 'ignore silent']);
  });

  it('takes the first crossing where everything is equal', () => {
    const decisions = arbitrate(arbitrationInput(book, [crossing('matrix-save'), crossing('churn-news')]));
    expect(decisions.map(({ crossingId }) => crossingId)).toEqual([
      'crossing:0123456789ab:7:churn-news',
      'crossing:0123456789ab:7:matrix-save',
    ]);
  });

  it('reviews each context of fraud by itself', () => {
    const treatments = [arbitrated('fraud-review', 'fraud-suspected', { context: 'transaction:1' })];
    const other = crossing('fraud-suspected', { context: 'transaction:2' });
    const same = crossing('fraud-suspected', { context: 'transaction:1' });
    expect(actions(arbitrate(arbitrationInput(book, [other], { treatments })))).toEqual([
      'start fraud-review',
    ]);
    expect(actions(arbitrate(arbitrationInput(book, [same], { treatments })))).toEqual([
      'update fraud-review',
    ]);
  });

  it('tells every open treatment that its segment was left, and no other', () => {
    const treatments = [
      arbitrated('save-play', 'matrix-save'),
      arbitrated('payment-cure', 'payment-failed'),
      arbitrated('campaign', 'matrix-save', { state: 'ending' }),
    ];
    const exit = crossing('matrix-save', { direction: 'exited' });
    expect(arbitrate(arbitrationInput(book, [exit], { treatments }))).toMatchObject([
      { action: 'leave', treatmentId: 'treatment:save-play:0123456789ab:1' },
    ]);
  });

  it('starts behind a treatment that the same exit cancels, and updates one that it does not', () => {
    const exit = crossing('matrix-save', { direction: 'exited' });
    const crossings = [exit, crossing('churn-news')];
    const running = (onLeave: 'cancel' | 'continue') => [arbitrated('save-play', 'matrix-save', { onLeave })];
    const cancelled = arbitrate(arbitrationInput(book, crossings, { treatments: running('cancel') }));
    const continued = arbitrate(arbitrationInput(book, crossings, { treatments: running('continue') }));
    expect(actions(cancelled)).toEqual(['leave save-play', 'defer save-play']);
    expect(actions(continued)).toEqual(['leave save-play', 'update save-play']);
  });

  it('does not start or update a treatment by what its own checkpoint found', () => {
    const treatments = [arbitrated('save-play', 'matrix-save')];
    const found = [crossing('churn-news')];
    const input = arbitrationInput(book, found, { treatments, excludeTreatment: treatments[0]!.id });
    expect(actions(arbitrate(input))).toEqual(['ignore save-play']);
  });

  it('starts a deferred play when nothing is in its way any more', () => {
    const input = arbitrationInput(book, [], {
      deferred: [crossing('expansion-ready')],
      facts: customerFacts(['expansion-ready']),
    });
    expect(actions(arbitrate(input))).toEqual(['start campaign']);
  });

  it('drops a deferred play of a segment that the customer has left since', () => {
    const input = arbitrationInput(book, [], {
      deferred: [crossing('expansion-ready')],
      facts: customerFacts([]),
    });
    expect(actions(arbitrate(input))).toEqual(['ignore']);
  });

  it('lets a held-out customer run without stopping anything', () => {
    const save = { ...book.playbooks['save-play']!, holdoutShare: 1 };
    const heldOut = { ...book, playbooks: { ...book.playbooks, 'save-play': save } };
    const treatments = [arbitrated('campaign', 'expansion-ready')];
    expect(arbitrate(arbitrationInput(heldOut, [crossing('matrix-save')], { treatments }))).toMatchObject([
      { action: 'start', arm: { arm: 'holdout', share: 1 }, preempts: [] },
    ]);
  });

  it('never holds out a play whose share is 0', () => {
    const input = arbitrationInput(book, [crossing('fraud-suspected')], { globalShare: 1 });
    expect(arbitrate(input)).toMatchObject([{ action: 'start', arm: { arm: 'treatment' } }]);
  });
});
