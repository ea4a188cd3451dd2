import path from 'node:path';
import type { StepCommand } from '../../domain/treatment-activities';
import { type ReadBook, readBook } from '../../ports/book-files/read-book';
import { faultsOf, runPolicyTest } from '../../simulation/policy-tests';
import { branchesInOrder, timelineDiff } from '../support/trace-diff';
import { startWorld, type World } from '../support/world';
import { answerAsked, beginPolicyTest, type DurableRun } from '../support/world-policy-run';
import { disagreements } from '../support/world-evidence';

const folder = path.join(__dirname, '../../config/book');

// Days of virtual time on a busy machine.
jest.setTimeout(180_000);

const behind = '90s';

describe('the policy tests of the shipped book on the durable runtime', () => {
  let world: World;
  let book: Extract<ReadBook, { ok: true }>;
  const runs: DurableRun[] = [];

  // All customers live through the same hundred days together, each a little behind the one before: what people do
  // takes real time, in which the server's clock moves on, and must not come too late for anybody.
  beforeAll(async () => {
    const read = await readBook(folder);
    if (!read.ok) throw new Error('the shipped book does not load');
    book = read;
    world = await startWorld({
      crowd: true,
      onAnswer: async (name, command) => {
        const asked = command as StepCommand;
        const run = runs.find(({ customerKey }) => asked.customerKey === customerKey);
        if (run) answerAsked(world, run, name, asked);
      },
    });
    for (const [index, test] of book.tests.entries()) {
      await beginPolicyTest(world, { test, customer: `case${index}` }, runs);
      await world.advance(behind);
    }
    await world.advance(`${Math.max(...book.tests.map(({ given }) => given.untilMs)) / 60_000 + 6}m`);
    // A second or two for each test of the book, ten times that on a crowded machine.
  }, 900_000);
  afterAll(() => world.close());

  it('left catcher, sandbox, ledger and outcomes of one mind', async () => {
    expect(await disagreements(world)).toEqual([]);
  });

  it('has run every test', () => {
    expect(runs.map(({ test }) => test.name)).toEqual(book.tests.map(({ name }) => name));
    expect(runs.length).toBeGreaterThanOrEqual(16);
  });

  it('meets every expectation', () => {
    const faults = runs.flatMap((run) => {
      const timeline = timelineOf(run);
      const treatments = timeline.treatments.map((one) => ({ ...one, trace: branchesInOrder(one.trace) }));
      return faultsOf(run.test, { ...timeline, treatments }).map((fault) => `${run.test.name}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  it('goes step by step as the simulation does', () => {
    const differences = runs.flatMap((run) => {
      const simulated = runPolicyTest(book.book, run.test, { startedAt: run.startedAt }).timeline;
      const difference = timelineDiff(simulated, timelineOf(run));
      return difference === '' ? [] : [`${run.test.name}:\n${difference}`];
    });
    if (differences.length > 0) throw new Error(differences.join('\n\n'));
  });

  it('tells two traces apart that differ in one step', () => {
    const [run] = runs;
    const timeline = timelineOf(run!);
    const [first] = timeline.treatments;
    const changed = {
      ...first!,
      trace: first!.trace.map((line, at) => (at === 1 ? { ...line, outcome: 'refused' } : line)),
    };
    expect(timelineDiff(timeline, { ...timeline, treatments: [changed] })).toContain('+ durable:');
  });

  function timelineOf(run: DurableRun): NonNullable<DurableRun['timeline']> {
    if (!run.timeline) throw new Error(`${run.test.name} was never looked at`);
    return run.timeline;
  }
});
