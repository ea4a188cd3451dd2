import path from 'node:path';
import type { CompiledBook } from '../../../domain/compiled-book';
import { readBook } from '../../../ports/book-files/read-book';
import { runPolicyTest } from '../../../simulation/policy-tests';
import { gateBook } from '../../support/gate-book';
import { gateStage, openOutside, type Outside } from '../../support/gate-stage';

const why = 'segment payment-failed allows only charge';

/** The book whose payment segment lets automation do nothing but charge. */
function onlyCharges(book: CompiledBook): CompiledBook {
  const segments = book.segments.map((segment) =>
    segment.id === 'payment-failed' ? { ...segment, allowedActions: ['charge'] } : segment,
  );
  return { ...book, hash: `${book.hash}-only-charges`, segments };
}

describe("a segment's allow list", () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await openOutside();
  });
  afterAll(() => outside.close());

  it('keeps every other effect from going out, and the verdict names the segment', async () => {
    const stage = await gateStage(outside, { book: onlyCharges(gateBook()) });
    const notice = {
      kind: 'message',
      template: 'update',
      channel: 'email',
      class: 'transactional',
      to: 'billing',
    } as const;
    const refused = { status: 'refused', code: 'actionNotAllowed', why };
    expect(await stage.activities.sendMessage(stage.command('notice', notice))).toMatchObject(refused);
    expect(stage.mails()).toBe(0);
    const charge = stage.command('retries', { kind: 'charge', invoices: 'open' }, { path: 'retries:1' });
    expect(await stage.activities.chargeInvoices(charge)).toMatchObject({ status: 'done' });
    const verdicts = (await stage.ledger()).filter(({ kind }) => kind === 'verdict');
    expect(verdicts.map(({ content }) => content)).toMatchObject([{ why }, { verdict: 'allowed' }]);
  });

  it('counts in virtual time too', async () => {
    const read = await readBook(path.join(__dirname, '../../../config/book'));
    if (!read.ok) throw new Error('the shipped book does not load');
    const test = read.tests.find(({ name }) => name === 'the second retry succeeds');
    if (!test) throw new Error('the shipped book has no such test');
    const refusals = [{ step: 'notice', code: 'actionNotAllowed' }];
    const expected = { ...test, expect: { ...test.expect, effects: undefined, refusals } };
    expect(runPolicyTest(onlyCharges(read.book), expected).faults).toEqual([]);
    expect(runPolicyTest(read.book, expected).passed).toBe(false);
  });
});
