import path from 'node:path';
import { startWorld, type World } from '../support/world';
import type { BookEdits } from '../support/world-book';
import { disagreements } from '../support/world-evidence';

const book = path.join(__dirname, '../support/books/durable');

// The wait, the goal and a template of a play that runs.
const edits: BookEdits = {
  'playbooks/pinned.yaml': (text) =>
    text
      .replace('wait: { for: 10d }', 'wait: { for: 2d }')
      .replace('goal: signals.well', 'goal: signals.answered'),
  'templates/later.liquid': (text) => text.replace('Last words.', 'Other words.'),
};

// Days of virtual time on a busy machine.
jest.setTimeout(180_000);

describe('a treatment keeps the book it started with', () => {
  let world: World;
  let hashes: { before: string; after: string };

  beforeAll(async () => {
    world = await startWorld({ book });
    const before = await startedAt('early');
    await startedAt('early-goal');
    await world.advance('1d');
    const { hash: after } = await world.publish(book, edits);
    await startedAt('recent');
    await startedAt('recent-goal');
    hashes = { before: before.bookHash, after };
    await world.advance('4d');
  }, 150_000);
  // Receipts, ledger and outcome tell one story, whatever the path.
  afterEach(async () => expect(await disagreements(world)).toEqual([]));
  afterAll(() => world.close());

  async function startedAt(customer: string) {
    await world.customer(customer, { zone: 'UTC' });
    await world.signal(customer, 'at_risk', true);
    return pinned(customer);
  }
  const pinned = (customer: string) => world.treatment(customer, 'pinned');
  const subjects = (customer: string) => world.mails(customer).map(({ subject }) => subject);

  it('is pinned by the hash of its book', async () => {
    expect(hashes.before).not.toBe(hashes.after);
    expect((await pinned('early')).bookHash).toBe(hashes.before);
    expect((await pinned('recent')).bookHash).toBe(hashes.after);
  });

  it('waits as long as its book says', () => {
    expect(subjects('early')).toEqual(['Hello']);
    expect(subjects('recent')).toEqual(['Hello', 'Later']);
  });

  it('ends by the goal of its book', async () => {
    for (const customer of ['early-goal', 'recent-goal']) await world.signal(customer, 'answered', true);
    expect((await pinned('early-goal')).state).toBe('running');
    expect(await world.result((await pinned('recent-goal')).id)).toMatchObject({ outcome: 'saved' });
    await world.signal('early-goal', 'well', true);
    expect(await world.result((await pinned('early-goal')).id)).toMatchObject({ outcome: 'saved' });
    await world.signal('recent', 'well', true);
    expect((await pinned('recent')).state).toBe('running');
  });

  it('writes the words of its book', async () => {
    await world.advance('7d');
    expect(subjects('early')).toEqual(['Hello', 'Later']);
    expect(world.mails('early')[1]?.text.trim()).toBe('Last words.');
    expect(world.mails('recent')[1]?.text.trim()).toBe('Other words.');
  });
});
