import path from 'node:path';
import type { StepCommand } from '../../domain/treatment-activities';
import { readBook } from '../../ports/book-files/read-book';
import { faultsOf, runPolicyTest } from '../../simulation/policy-tests';
import { timelineDiff } from '../support/trace-diff';
import { startWorld, type World } from '../support/world';
import { answerAsked, beginPolicyTest, type DurableRun } from '../support/world-policy-run';
import { disagreements } from '../support/world-evidence';

const folder = path.join(__dirname, '../support/books/checkpoint');
const modes = ['continue', 'cancel', 'redirect', 'grace'] as const;

// Days of virtual time on a busy machine.
jest.setTimeout(180_000);

describe('a treatment whose own checkpoint finds that the customer has left', () => {
  let world: World;
  let read: Extract<Awaited<ReturnType<typeof readBook>>, { ok: true }>;
  const runs: DurableRun[] = [];

  beforeAll(async () => {
    const book = await readBook(folder);
    if (!book.ok) throw new Error(JSON.stringify(book.errors));
    read = book;
    world = await startWorld({
      book: folder,
      onAnswer: async (name, command) => {
        const asked = command as StepCommand;
        const run = runs.find(({ customerKey }) => asked.customerKey === customerKey);
        if (run) answerAsked(world, run, name, asked);
      },
    });
    for (const [index, test] of read.tests.entries())
      await beginPolicyTest(world, { test, customer: `leaver${index}` }, runs);
    await world.advance('290h');
  }, 150_000);
  // Receipts, ledger and outcome tell one story, whatever the path.
  afterEach(async () => expect(await disagreements(world)).toEqual([]));
  afterAll(() => world.close());

  const runOf = (mode: string): DurableRun => {
    const run = runs.find(({ test }) => test.playbook === `checked-${mode}`);
    if (!run?.timeline) throw new Error(`no run of ${mode}`);
    return run;
  };

  it.each(modes)('does in virtual time what %s says', (mode) => {
    const test = runOf(mode).test;
    expect(runPolicyTest(read.book, test, { startedAt: runOf(mode).startedAt }).faults).toEqual([]);
  });

  it.each(modes)('does on Temporal what %s says, step by step as simulated', (mode) => {
    const { test, timeline, startedAt } = runOf(mode);
    expect(faultsOf(test, timeline!)).toEqual([]);
    expect(timelineDiff(runPolicyTest(read.book, test, { startedAt }).timeline, timeline!)).toBe('');
  });

  it.each([
    ['continue', ['Hello', 'Later'], 'resolved'],
    ['cancel', ['Hello'], 'left'],
    ['redirect', ['Hello', 'Farewell'], 'left'],
    ['grace', ['Hello', 'Later'], 'left'],
  ] as const)('mails, books and ends as %s says', async (mode, subjects, outcome) => {
    const { customer, customerKey } = runOf(mode);
    const { id } = await world.treatment(customer, `checked-${mode}`);
    expect(world.mails(customer).map(({ subject }) => subject)).toEqual(subjects);
    const receipts = (await world.ledger(customerKey)).filter(({ kind }) => kind === 'receipt');
    expect(receipts).toHaveLength(subjects.length);
    expect((await world.result(id)).outcome).toBe(outcome);
    const [decision] = await world.store.transaction((tx) =>
      tx.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM decisions WHERE customer_key = $1 AND action = 'leave' AND treatment_id = $2",
        [customerKey, id],
      ),
    );
    expect(decision?.n).toBe(1);
  });
});
