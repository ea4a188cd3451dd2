import { rescoreBatch } from '../../application/rescore-base';
import { undone } from '../../application/roll-back-book';
import { readStormBreaker } from '../../application/storm-breaker';
import {
  insertPublication,
  type ExpectedCrossings,
  type Publication,
} from '../../ports/store/tables/publications';
import { testApplication, type TestApplication } from '../support/application';
import { send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores, sharedStore } from '../support/stores';

const day = 86_400_000;

describeStores('crossings that a change of the book makes expected', (kind) => {
  let app: TestApplication;
  const store = sharedStore(kind);
  const stormBreaker = { factor: 3, floor: 5, windowMs: day };
  beforeEach(async () => {
    const book = intakeBook();
    app = await testApplication({
      store: store(),
      book: { ...book, policies: { ...book.policies, stormBreaker } },
    });
    const customers = Array.from({ length: 12 }, (_, n) => `seats-${n}`);
    await send(app, ...customers.map((customer) => signal(app, 'seats', 9, { customer })));
  });

  const change = async (expected: readonly ExpectedCrossings[]): Promise<void> => {
    const book = intakeBook();
    const segments = book.segments.map((segment) =>
      segment.id === 'many-seats' ? { ...segment, entry: 'signals.seats > 8.0' } : segment,
    );
    await app.activate({ ...book, hash: 'lower', segments, policies: { ...book.policies, stormBreaker } });
    await app.store.transaction((tx) => insertPublication(tx, publication('lower', expected)));
  };
  const publication = (hash: string, expected: readonly ExpectedCrossings[]): Omit<Publication, 'id'> => ({
    kind: 'publish',
    hash,
    previous: null,
    at: app.clock.now(),
    by: 'tester',
    note: '',
    testsPassed: null,
    testsFailed: null,
    untested: null,
    whatIf: null,
    expected,
  });
  const rescored = () => rescoreBatch(app, { cursor: '', limit: 50 });
  const tripped = async () => (await readStormBreaker(app)).tripped;

  it('do not trip the storm breaker', async () => {
    await change([{ segment: 'many-seats', direction: 'entered', count: 12 }]);
    expect(await rescored()).toMatchObject({ evaluated: 12, crossings: 12, tripped: false });
    expect(await tripped()).toBe(false);
  });

  it('trip it where they were not expected, or many more come', async () => {
    await change([{ segment: 'many-seats', direction: 'exited', count: 12 }]);
    expect(await rescored()).toMatchObject({ evaluated: 6, tripped: true });
  });

  it('leave it armed for others of the same day', async () => {
    await change([{ segment: 'many-seats', direction: 'entered', count: 12 }]);
    await rescored();
    for (let n = 0; n < 5; n += 1)
      await send(app, signal(app, 'usage_change_30d', -0.9, { customer: `drop-${n}` }));
    expect(await tripped()).toBe(false);
    await send(app, signal(app, 'usage_change_30d', -0.9, { customer: 'drop-6' }));
    expect(await tripped()).toBe(true);
  });

  it('are expected within a window only', async () => {
    await change([{ segment: 'many-seats', direction: 'entered', count: 12 }]);
    app.clock.advance(3 * day);
    expect(await rescored()).toMatchObject({ evaluated: 6, tripped: true });
  });

  it('are expected the other way round when what made them is rolled back', () => {
    const row = (hash: string, expected: readonly ExpectedCrossings[]) => ({
      id: 1,
      ...publication(hash, expected),
    });
    const newestFirst = [
      row('third', [{ segment: 'a', direction: 'entered', count: 2 }]),
      row('second', [
        { segment: 'a', direction: 'entered', count: 3 },
        { segment: 'b', direction: 'exited', count: 1 },
      ]),
      row('first', [{ segment: 'c', direction: 'entered', count: 9 }]),
    ];
    expect(undone(newestFirst, 'first')).toEqual([
      { segment: 'a', direction: 'exited', count: 5 },
      { segment: 'b', direction: 'entered', count: 1 },
    ]);
  });
});
