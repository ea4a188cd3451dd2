import { readBook } from '../ports/book-files/read-book';
import { simulate } from '../simulation/simulate';
import type { Timeline } from '../simulation/timeline';
import type { PolicyTest } from '../domain/policy-test';

const hour = 3_600_000;
const day = 24 * hour;
const plays = 400;
const rounds = 15;
/** The engine goes on optimising for about as many: the first rounds after half of them were the slowest of their runs. */
const warmUps = 4_000;

/** What the bench found. */
export interface SimulateBench {
  readonly plays_per_s: number;
  /** By processor time of the whole process, its compiler and collector threads included: what a busy machine distorts less. */
  readonly plays_per_cpu_s: number;
  readonly plays: number;
  readonly rounds: number;
  readonly days: number;
  readonly steps_per_play: number;
}

/** 60-day save plays in virtual time on one core: crossing, approvals, weekly checkpoints and the manager's verdict. */
export async function run(): Promise<SimulateBench> {
  const loaded = await readBook('config/book');
  if (!loaded.ok) throw new Error(`the shipped book does not load: ${loaded.errors[0]?.message}`);
  const { book } = loaded;
  const one = (index: number) =>
    simulate({
      book,
      given,
      customerKey: String(index).padStart(12, '0'),
      people: { approveAfterMs: 4 * hour, doTasksAfterMs: day },
    });
  const steps = assertPlayed(one(0));
  for (let index = 0; index < warmUps; index += 1) one(index);
  const rates = Array.from({ length: rounds }, () => {
    const cpu = process.cpuUsage();
    const startedAt = process.hrtime.bigint();
    for (let index = 0; index < plays; index += 1) assertPlayed(one(index));
    const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
    const { user, system } = process.cpuUsage(cpu);
    return { byClock: plays / seconds, byCpu: plays / ((user + system) / 1e6) };
  });
  return {
    plays_per_s: median(rates.map(({ byClock }) => byClock)),
    plays_per_cpu_s: median(rates.map(({ byCpu }) => byCpu)),
    plays,
    rounds,
    days: 60,
    steps_per_play: steps,
  };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((low, high) => low - high);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

const given: PolicyTest['given'] = {
  customer: { name: 'Acacia', annualRevenue: 90_000, zone: 'Europe/Berlin' },
  signals: [
    { atMs: 0, name: 'usage_change_30d', value: -0.4 },
    { atMs: 0, name: 'champion_departed', value: true },
    // Refreshed now and then, so that the risk stays and every checkpoint is looked at.
    ...[14, 28, 42, 56].map((at) => ({ atMs: at * day, name: 'usage_change_30d', value: -0.4 })),
    // Whoever knows the customer says why it left; the play closes with that.
    { atMs: 62 * day, name: 'leaving_reason', value: 'price' },
  ],
  crossings: [],
  controls: [],
  answers: [{ step: 'further', decision: 'reject', afterMs: 4 * hour }],
  tasks: [],
  payments: { declines: [], thenSucceed: true },
  untilMs: 65 * day,
};

function assertPlayed(timeline: Timeline): number {
  const play = timeline.treatments.find(({ playbook }) => playbook === 'save-play');
  if (play?.outcome !== 'lost' || play.trace.length < 20) {
    throw new Error(
      `a 60-day save play must be lost on day 60 after its checkpoints, and was ${play?.outcome} after ${play?.trace.length} steps`,
    );
  }
  return play.trace.length;
}
