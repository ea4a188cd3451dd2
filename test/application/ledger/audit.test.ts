import { appendLedger, appendLedgerEntries } from '../../../application/ledger/append';
import { closeLedgerDay } from '../../../application/ledger/close-day';
import { verifyLedger } from '../../../application/ledger/verify';
import { eraseCommitments, readCommitments } from '../../../ports/store/tables/ledger';
import { lockCustomer } from '../../../application/lock-customer';
import { putCustomer } from '../../../application/customers';
import { testActor, testApplication, type TestApplication } from '../../support/application';
import { gateBook } from '../../support/gate-book';
import { describeStores } from '../../support/stores';

describeStores('the audit', (kind) => {
  let app: TestApplication;
  let customerKey: string;
  let customers = 0;
  beforeAll(async () => {
    app = await testApplication({ kind, book: gateBook() });
  }, 120_000);
  afterAll(() => app.close());
  beforeEach(async () => {
    customers += 1;
    const put = await putCustomer(app, { id: `acme-${customers}` }, testActor);
    customerKey = put.ok ? put.customerKey : '';
    await write(4);
  });

  const write = (rows: number) =>
    app.store.transaction(async (tx) => {
      await lockCustomer(tx, customerKey);
      const facts = Array.from({ length: rows }, (_, n) => ({
        kind: 'verdict' as const,
        content: { n },
        personal: { recipient: 'ann@example.org' },
      }));
      return appendLedgerEntries(tx, app, customerKey, facts);
    });
  // An attacker with the database in hand switches the guard off first.
  const tamper = (sql: string) =>
    app.store.transaction(async (tx) => {
      await tx.query('ALTER TABLE ledger_entries DISABLE TRIGGER ledger_immutable');
      await tx.query(`${sql} AND customer_key = $1`, [customerKey]);
      await tx.query('ALTER TABLE ledger_entries ENABLE TRIGGER ledger_immutable');
    });
  const problems = async () =>
    (await verifyLedger(app, { customerKey })).problems.map(({ problem }) => problem);

  it('finds nothing wrong with what was written', async () => {
    await write(2);
    expect(await verifyLedger(app, { customerKey })).toMatchObject({
      ok: true,
      chains: 1,
      entries: 6,
      problems: [],
    });
  });

  it('cannot be got around by an ordinary update or delete', async () => {
    const change = (sql: string) => app.store.transaction((tx) => tx.query(sql));
    await expect(change("UPDATE ledger_entries SET text = '{}'")).rejects.toThrow('never changed');
    await expect(change('DELETE FROM ledger_entries')).rejects.toThrow('never changed');
  });

  it('finds a tampered row', async () => {
    await tamper(`UPDATE ledger_entries SET text = replace(text, '"n":1', '"n":7') WHERE position = 2`);
    expect(await problems()).toContain('tampered');
  });

  it('finds a missing row', async () => {
    await tamper('DELETE FROM ledger_entries WHERE position = 2');
    expect(await problems()).toContain('missing');
  });

  it('finds rows that changed places', async () => {
    await tamper(
      `UPDATE ledger_entries SET position = CASE position WHEN 2 THEN 103 ELSE 102 END WHERE position IN (2, 3)`,
    );
    await tamper('UPDATE ledger_entries SET position = position - 100 WHERE position > 100');
    expect(await problems()).toContain('reordered');
  });

  it('finds that the end was cut off', async () => {
    await tamper('DELETE FROM ledger_entries WHERE position > 2');
    expect(await problems()).toEqual(['truncated']);
  });

  it('still holds after the personal values were erased', async () => {
    await app.store.transaction((tx) => eraseCommitments(tx, customerKey));
    const kept = await app.store.transaction((tx) => readCommitments(tx, customerKey));
    expect(kept).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  it('refuses an entry when the chain moved under it', async () => {
    const append = app.store.transaction(async (tx) => {
      await lockCustomer(tx, customerKey);
      const stale = { ...tx, query: tx.query };
      const one = appendLedger(stale, app, customerKey, { kind: 'verdict', content: {} });
      const other = appendLedger(stale, app, customerKey, { kind: 'verdict', content: {} });
      await Promise.all([one, other]);
    });
    await expect(append).rejects.toThrow('lock the customer row');
  });

  it('closes each day once and finds a day rewritten from end to end', async () => {
    app.clock.advance(86_400_000);
    expect(await closeLedgerDay(app)).toEqual(['2026-03-02']);
    expect(await closeLedgerDay(app)).toEqual([]);
    await write(1);
    expect((await verifyLedger(app)).problems.filter(({ problem }) => problem === 'rootBroken')).toEqual([]);
    await tamper('DELETE FROM ledger_entries WHERE position > 3');
    await app.store.transaction((tx) =>
      tx.query(
        `UPDATE customers SET ledger_position = 3, ledger_hash = (SELECT hash FROM ledger_entries WHERE customer_key = key AND position = 3)
         WHERE key = $1`,
        [customerKey],
      ),
    );
    expect(await problems()).toEqual([]);
    expect((await verifyLedger(app)).problems).toContainEqual(
      expect.objectContaining({ problem: 'rootBroken', day: '2026-03-02' }),
    );
  });
});
