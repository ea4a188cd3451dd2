import type { Program } from '../../../domain/program';
import { checkBook } from '../../../ports/book-files/check-book';
import { startDetails, startSummary } from '../../../ports/temporal/start-details';
import { inputOf } from '../../workflows/support/inputs';

// The shipped book, its templates included, is compiled once.
jest.setTimeout(120_000);

const programs = new Map<string, Program>();
beforeAll(async () => {
  const read = await checkBook('config/book');
  if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
  for (const [id, { program }] of Object.entries(read.book.playbooks)) programs.set(id, program);
});

const startedAt = '2026-03-02T10:00:00.000Z';
const detailsOf = (playbook: string, change = {}): string =>
  startDetails(inputOf(programs.get(playbook)!, startedAt, change));

describe('the head of a treatment’s page', () => {
  it('says all the ways in which it ends, also where the playbook has no goal', () => {
    const save = detailsOf('save-play');
    expect(save).toContain('**Ends at any moment** as *lost* as soon as contract cancelled');
    expect(save).toContain(
      '**Ends by its plan** as *saved* if it comes to: twice low and every milestone done; as *lost* if it comes to: no further investment was approved or not saved after two more investments',
    );
    expect(save).toContain('**Ends at the latest** after 160 days');
    const cure = detailsOf('payment-cure');
    expect(cure).toContain('**Ends at any moment** as *cured (paid)* as soon as no invoice is open');
    expect(cure).toContain(
      '**Ends by its plan** as *written off (given up)* if it comes to: a person decided to cancel the contract or nobody paid within the time allowed',
    );
  });

  it('says whether the customer is in the control group, without a word of the trade', () => {
    expect(detailsOf('payment-cure')).toMatch(/Book version `.*`, not in the control group\.$/);
    expect(detailsOf('payment-cure', { arm: 'holdout' })).toContain('in the control group: the customer');
    const observed = inputOf(programs.get('payment-cure')!, startedAt, { arm: 'holdout' });
    expect(startSummary(observed)).toContain('(control group: only watched)');
  });

  it('says of a demonstration that its clock is another one', () => {
    expect(detailsOf('save-play', { clock: { base: startedAt, scale: 1_440 } })).toContain('**Clock:**');
    expect(detailsOf('save-play')).not.toContain('**Clock:**');
  });
});
