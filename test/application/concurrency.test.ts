import { acceptCrossings } from '../../application/accept-crossings';
import { acceptSignals } from '../../application/accept-signals';
import { pauseTreatment, resumeTreatment, stopTreatment } from '../../application/controls';
import { putCustomer } from '../../application/customers';
import { verifyLedger } from '../../application/ledger/verify';
import { openPostgresStore } from '../../ports/store/postgres-store';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { failedInvoice, paidInvoice, rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { freshDatabase } from '../support/postgres';
import { describeWith } from '../support/require';

const by = { actor: testActor, reason: 'because' };

// PGlite has one connection and would pass all of these vacuously.
describeWith('postgres', 'two processes on one database', () => {
  let one: TestApplication;
  let two: TestApplication;
  beforeEach(async () => {
    const { url } = await freshDatabase();
    const book = intakeBook();
    one = await testApplication({ book, store: await openPostgresStore({ url, connections: 8 }) });
    two = await testApplication({ book, store: await openPostgresStore({ url, connections: 8 }) });
  });
  afterEach(async () => {
    await one.close();
    await two.close();
  });
  const both = (n: number) => (n % 2 === 0 ? one : two);
  const many = <T>(count: number, act: (app: TestApplication, n: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, n) => act(both(n), n)));

  it('counts a fact once that arrives twenty times at once', async () => {
    const fact = failedInvoice(one, 'in_1');
    const results = (await many(20, (app) => send(app, fact))).flat();
    expect(results.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(await rows(one, 'SELECT attempts FROM invoices')).toEqual([{ attempts: 1 }]);
    expect(await rows(one, 'SELECT ordinal FROM treatments')).toEqual([{ ordinal: 1 }]);
    expect(await rows(one, 'SELECT 1 FROM customers')).toHaveLength(1);
  });

  it('takes the others of a batch while one of its customers is locked', async () => {
    const facts = ['a', 'b', 'c', 'd'].map((customer) => signal(one, 'card_updated', true, { customer }));
    await acceptSignals(one, facts, { actor: testActor });
    const [locked] = await rows<{ key: string }>(one, 'SELECT key FROM customers ORDER BY key LIMIT 1');
    const more = facts.map((fact) => ({ ...fact, id: `${fact.id}-again` }));
    let sent: Promise<unknown> = Promise.resolve();
    await two.store.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM customers WHERE key = $1 FOR UPDATE', [locked?.key]);
      sent = acceptSignals(one, more, { actor: testActor });
      const stored = async (): Promise<number> =>
        (await tx.query<{ n: number }>('SELECT count(*) AS n FROM signals'))[0]?.n ?? 0;
      for (let looks = 0; looks < 100 && (await stored()) < 7; looks += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(await stored()).toBe(7);
    });
    await sent;
    expect(await rows(one, 'SELECT 1 FROM signals')).toHaveLength(8);
  });

  it('takes a ready-made crossing once that arrives ten times at once', async () => {
    const item = {
      id: 'x',
      origin: 'w',
      customer: 'acme',
      segment: 'reported',
      direction: 'entered' as const,
      occurredAt: one.clock.now(),
    };
    const results = (await many(10, (app) => acceptCrossings(app, [item], { actor: testActor }))).flat();
    expect(results.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(await rows(one, 'SELECT 1 FROM treatments')).toHaveLength(1);
  });

  it('numbers the inbox without gaps under concurrent facts and controls', async () => {
    await send(one, failedInvoice(one, 'in_1'));
    const [treatment] = await rows<{ id: string }>(one, 'SELECT id FROM treatments');
    const id = treatment?.id ?? '';
    await many(40, async (app, n) => {
      if (n % 4 === 1) return pauseTreatment(app, id, by);
      if (n % 4 === 2) return resumeTreatment(app, id, by);
      return send(app, signal(app, 'card_updated', true));
    });
    const items = await rows<{ seq: number }>(one, 'SELECT seq FROM inbox_items ORDER BY seq');
    expect(items.length).toBeGreaterThanOrEqual(20);
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, n) => n + 1));
    const open = await rows(one, "SELECT 1 FROM outbox WHERE kind = 'inbox' AND delivered_at IS NULL");
    expect(open).toHaveLength(1);
  });

  it('lets exactly one end win when a stop and a payment race', async () => {
    for (let round = 0; round < 10; round += 1) {
      const customer = `racer-${round}`;
      await send(one, failedInvoice(one, `in_${round}`, { customer }));
      const [treatment] = await rows<{ id: string }>(
        one,
        'SELECT id FROM treatments ORDER BY started_at, id DESC',
      );
      const [mine] = await rows<{ id: string }>(
        one,
        'SELECT t.id FROM treatments t JOIN identities i USING (customer_key) WHERE value = $1',
        [customer],
      );
      expect(treatment).toBeDefined();
      await Promise.all([
        stopTreatment(one, mine?.id ?? '', by),
        send(two, paidInvoice(two, `in_${round}`, { customer })),
      ]);
      const items = await rows(
        one,
        "SELECT kind FROM inbox_items WHERE treatment_id = $1 AND kind IN ('stop', 'goal')",
        [mine?.id],
      );
      expect(items).toHaveLength(1);
    }
  });

  it('gives every treatment of a customer its own ordinal and every entry its place', async () => {
    // Two plays that do not stand in each other's way, at once, for ten customers.
    await many(20, (app, n) => {
      const customer = `pair-${Math.floor(n / 2)}`;
      return n % 2 === 0
        ? send(app, signal(app, 'usage_change_30d', -0.9, { customer }))
        : send(app, failedInvoice(app, `in_${n}`, { customer }));
    });
    const ordinals = await rows<{ ordinals: number[] }>(
      one,
      'SELECT array_agg(ordinal ORDER BY ordinal) AS ordinals FROM treatments GROUP BY customer_key',
    );
    expect(ordinals.map((row) => row.ordinals)).toEqual(Array.from({ length: 10 }, () => [1, 2]));
    expect(await verifyLedger(one)).toMatchObject({ ok: true });
  });

  it('survives 200 mixed operations on a few customers without a deadlock or a lost fact', async () => {
    const customers = ['a', 'b', 'c', 'd', 'e'];
    const facts = await many(200, async (app, n) => {
      const customer = customers[n % customers.length] ?? 'a';
      const other = customers[(n * 3 + 1) % customers.length] ?? 'b';
      switch (n % 5) {
        case 0:
          // Opposite orders in two batches: only key order keeps them from waiting for each other.
          return (
            await send(
              app,
              signal(app, 'seats', n, { customer }),
              signal(app, 'seats', n, { customer: other }),
              failedInvoice(app, `in_${n}`, { customer }),
            )
          ).length;
        case 1:
          return (await send(app, signal(app, 'usage_change_30d', n % 2 ? -0.9 : 0.5, { customer }))).length;
        case 2:
          await putCustomer(
            app,
            { id: customer, attributes: { n }, identities: [{ kind: 'crm', value: customer }] },
            testActor,
          );
          return 0;
        case 3: {
          const [open] = await rows<{ id: string }>(
            app,
            "SELECT id FROM treatments WHERE state = 'running' LIMIT 1",
          );
          if (open) await (n % 2 ? pauseTreatment(app, open.id, by) : stopTreatment(app, open.id, by));
          return 0;
        }
        default:
          return (
            await acceptSignals(app, [signal(app, 'vpn_used', n % 2 === 0, { customer })], {
              actor: testActor,
            })
          ).length;
      }
    });
    const sent = facts.reduce((sum, count) => sum + count, 0);
    expect(await rows(one, 'SELECT 1 FROM signals')).toHaveLength(sent);
    expect(
      await rows(one, 'SELECT customer_key, ordinal FROM treatments GROUP BY 1, 2 HAVING count(*) > 1'),
    ).toEqual([]);
    expect(await verifyLedger(one)).toMatchObject({ ok: true, problems: [] });
  });
});
