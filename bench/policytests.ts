import { readBook } from '../ports/book-files/read-book';
import { runPolicyTests } from '../simulation/policy-tests';
import type { Figures } from './figures';
import { loadNow } from './support/load';
import { median, rounded } from './support/percentiles';

const rounds = 15;
/** The engine goes on optimising for about as many. */
const warmUps = 5;

/** All policy tests of the shipped book in virtual time on one core, and how long the book takes to load. */
export async function run(): Promise<Figures> {
  const before = loadNow();
  const startedAt = performance.now();
  const read = await readBook('config/book');
  const loadMs = performance.now() - startedAt;
  if (!read.ok) throw new Error(`the shipped book does not load: ${read.errors[0]?.message}`);
  const { book, tests } = read;
  const play = (): void => {
    const failed = runPolicyTests(book, tests).filter(({ passed }) => !passed);
    if (failed.length > 0) throw new Error(`${failed.length} tests fail, first: ${failed[0]?.faults[0]}`);
  };
  for (let round = 0; round < warmUps; round += 1) play();
  const rates = Array.from({ length: rounds }, () => {
    const cpu = process.cpuUsage();
    const from = performance.now();
    play();
    const { user, system } = process.cpuUsage(cpu);
    return {
      byClock: (tests.length / (performance.now() - from)) * 1_000,
      byCpu: (tests.length / (user + system)) * 1e6,
    };
  });
  return {
    tests_per_s: rounded(median(rates.map(({ byClock }) => byClock)), 0),
    /** By processor time of the whole process: what a busy machine distorts less. */
    tests_per_cpu_s: rounded(median(rates.map(({ byCpu }) => byCpu)), 0),
    tests: tests.length,
    playbooks: Object.keys(book.playbooks).length,
    rounds,
    load_ms: rounded(loadMs, 0),
    load: { before, after: loadNow() },
  };
}
