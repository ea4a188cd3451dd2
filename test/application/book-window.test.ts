import { widestWindow, windowOf } from '../../application/book-window';
import { loadCustomerState } from '../../application/customer-state';
import { lockCustomer } from '../../application/lock-customer';
import { readBaseBatch } from '../../ports/store/tables/base-read';
import { testApplication, type TestApplication } from '../support/application';
import { compiledBook, derivedSignal, playbookDefinition, rawSignal } from '../support/book-builder';
import { rows, send, signal } from '../support/facts-sent';
import { describeStores, sharedStore } from '../support/stores';

const day = 86_400_000;
const asOf = '2026-03-10T00:00:00.000Z';
const long = derivedSignal('d', 'long', { windowMs: 300 * day });
const book = compiledBook({
  signals: [rawSignal('short'), rawSignal('long'), long],
  playbooks: [playbookDefinition('p', { coolDownMs: 90 * day })],
});

describe('how far back is looked', () => {
  it('is the longest cool-down for closed treatments', () => {
    const { closedSince } = windowOf(book, asOf);
    expect((Date.parse(asOf) - Date.parse(closedSince)) / day).toBe(90);
  });

  it('is as far as the one of several books that looks further', () => {
    const other = compiledBook({
      signals: [rawSignal('short', { maximumAgeMs: 50 * day }), rawSignal('own')],
    });
    const { signals, closedSince } = widestWindow([book, other], asOf);
    expect(JSON.parse(signals)).toEqual({ short: 100 * day, long: 300 * day, own: 60 * day });
    expect(closedSince).toBe(windowOf(book, asOf).closedSince);
  });
});

describeStores('the facts read of a customer', (kind) => {
  let app: TestApplication;
  const store = sharedStore(kind);
  beforeEach(async () => {
    app = await testApplication({ store: store(), book });
  });

  const ago = (ms: number): string => new Date(Date.parse(app.clock.now()) - ms).toISOString();
  const readByOne = () =>
    app.store.transaction(async (tx) => {
      const [{ key = '' } = {}] = await tx.query<{ key: string }>('SELECT key FROM customers');
      const state = await loadCustomerState(tx, await lockCustomer(tx, key), { book, asOf: app.clock.now() });
      return state.signals.map(({ id }) => id);
    });
  const readByBase = async () => {
    const window = windowOf(book, app.clock.now());
    const { customers } = await app.store.transaction((tx) =>
      readBaseBatch(tx, { after: '', limit: 9, window }),
    );
    const read = customers.map((text) => JSON.parse(text) as { signals: { id: string }[] });
    return read.flatMap(({ signals }) => signals.map(({ id }) => id));
  };

  it('are those of each signal for as long as they can matter, to the millisecond, in the order they came', async () => {
    await send(
      app,
      signal(app, 'long', 1, { id: 'long, too old', occurredAt: ago(300 * day + 1) }),
      signal(app, 'long', 1, { id: 'long, just', occurredAt: ago(300 * day) }),
      signal(app, 'short', 1, { id: 'short, too old', occurredAt: ago(60 * day + 1) }),
      signal(app, 'short', 1, { id: 'short, just', occurredAt: ago(60 * day) }),
      signal(app, 'short', 1, { id: 'short, soon', occurredAt: ago(-60_000) }),
    );
    const expected = ['long, just', 'short, just', 'short, soon'];
    expect([await readByOne(), await readByBase()]).toEqual([expected, expected]);
  });

  it('leave out signals that the book no longer has', async () => {
    await send(app, signal(app, 'short', 1, { id: 'kept' }), signal(app, 'long', 1, { id: 'gone' }));
    await rows(app, "UPDATE signals SET name = 'dropped' WHERE id = 'gone'");
    expect([await readByOne(), await readByBase()]).toEqual([['kept'], ['kept']]);
  });
});
