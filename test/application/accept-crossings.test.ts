import { acceptCrossings, type CrossingInput } from '../../application/accept-crossings';
import { verifyLedger } from '../../application/ledger/verify';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { rows } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores } from '../support/stores';

describeStores('taking ready-made crossings', (kind) => {
  let app: TestApplication;
  let sent = 0;
  beforeAll(async () => {
    app = await testApplication({ kind, book: intakeBook() });
  });
  afterAll(async () => {
    await app.close();
  });
  const crossing = (customer: string, fields: Partial<CrossingInput> = {}): CrossingInput => ({
    id: `crossing-${(sent += 1)}`,
    origin: 'warehouse',
    customer,
    segment: 'reported',
    direction: 'entered',
    occurredAt: app.clock.now(),
    ...fields,
  });
  const send = (...items: CrossingInput[]) => acceptCrossings(app, items, { actor: testActor });
  const stored = (customer: string) =>
    rows(
      app,
      `SELECT direction, disposition FROM crossings c JOIN identities i USING (customer_key)
       WHERE value = $1 ORDER BY sequence`,
      [customer],
    );
  const members = (customer: string) =>
    rows(app, 'SELECT segment FROM memberships m JOIN identities i USING (customer_key) WHERE value = $1', [
      customer,
    ]);

  it('starts the play of the segment and makes the customer a member', async () => {
    const [result] = await send(crossing('w1', { toTier: 'high', reasons: ['Ada Lovelace called'] }));
    expect(result).toMatchObject({
      status: 'accepted',
      treatments: [expect.stringMatching(/^treatment:save-play:/)],
    });
    expect(await members('w1')).toEqual([{ segment: 'reported' }]);
  });

  it("keeps a sender's words out of the ledger and of the sentence people see", async () => {
    const [treatment] = await rows<{ why: string; customer_key: string }>(
      app,
      "SELECT t.why, t.customer_key FROM treatments t JOIN identities i USING (customer_key) WHERE value = 'w1'",
    );
    expect(treatment?.why).toBe('Entered “Reported by the warehouse”, as another system reported.');
    const texts = await rows(app, 'SELECT text FROM ledger_entries WHERE customer_key = $1', [
      treatment?.customer_key,
    ]);
    expect(JSON.stringify(texts)).not.toContain('Lovelace');
    expect(await rows(app, "SELECT value FROM ledger_commitments WHERE field = 'reasons'")).toEqual([
      { value: 'Ada Lovelace called' },
    ]);
  });

  it('takes the same id of the same origin once', async () => {
    const once = crossing('w2');
    await send(once);
    expect(await send(once)).toMatchObject([{ status: 'duplicate', crossings: [], treatments: [] }]);
    expect(await stored('w2')).toHaveLength(1);
  });

  it('records a crossing older than the current state as stale and does not act on it', async () => {
    await send(crossing('w3', { direction: 'entered', occurredAt: '2026-03-02T08:00:00Z' }));
    await send(crossing('w3', { direction: 'exited', occurredAt: '2026-03-02T08:30:00Z' }));
    const [late] = await send(crossing('w3', { direction: 'entered', occurredAt: '2026-03-02T08:15:00Z' }));
    expect(late).toMatchObject({ status: 'accepted', code: 'stale', treatments: [] });
    expect(await members('w3')).toEqual([]);
    expect((await stored('w3')).map((row) => row['disposition'])).toEqual(['live', 'live', 'stale']);
  });

  it("trusts the sender's own count before its clock", async () => {
    await send(crossing('w4', { sequence: 2, occurredAt: undefined }));
    const [older] = await send(crossing('w4', { direction: 'exited', sequence: 1, occurredAt: undefined }));
    const [newer] = await send(crossing('w4', { direction: 'exited', sequence: 3, occurredAt: undefined }));
    expect([older?.code, newer?.code]).toEqual(['stale', undefined]);
    expect(await members('w4')).toEqual([]);
  });

  it('does not cross a boundary that the customer is already beyond', async () => {
    await send(crossing('w5'));
    const [again] = await send(crossing('w5'));
    expect(again).toMatchObject({ status: 'accepted', code: 'unchanged', treatments: [] });
  });

  it('refuses what it cannot place, with the field and the fix', async () => {
    const results = await send(
      crossing('w6', { segment: 'usage-down' }),
      crossing('w6', { segment: 'payment-failed' }),
      crossing('w6', { segment: 'nowhere' }),
      crossing('w6', { occurredAt: undefined }),
      crossing('w6', { occurredAt: '2026-03-02T09:06:00Z' }),
    );
    expect(results.map(({ code, field }) => [code, field])).toEqual([
      ['evaluatedSegment', 'segment'],
      ['evaluatedSegment', 'segment'],
      ['unknownSegment', 'segment'],
      ['orderMissing', 'occurredAt'],
      ['inFuture', 'occurredAt'],
    ]);
    expect(results[0]?.message).toContain('usage_change_30d');
    expect(results[1]?.message).toContain('invoice_payment_failed');
    expect(results[2]?.message).toContain('reported');
  });

  it('records a backfill without treating', async () => {
    const [result] = await acceptCrossings(app, [crossing('w7')], { actor: testActor, backfill: true });
    expect(result).toMatchObject({ status: 'accepted', treatments: [] });
    expect(await stored('w7')).toEqual([{ direction: 'entered', disposition: 'backfill' }]);
    expect(await members('w7')).toEqual([{ segment: 'reported' }]);
  });

  it('leaves a ledger that verifies', async () => {
    expect(await verifyLedger(app)).toMatchObject({ ok: true, problems: [] });
  });
});
