import path from 'node:path';
import { evaluate } from '../domain/evaluate';
import type { CompiledBook } from '../domain/compiled-book';
import type { EvaluationInput } from '../domain/evaluation';
import { readBook } from '../ports/book-files/read-book';
import { jsonRulesEvaluation, type BaselineEvaluation } from './baseline/json-rules-evaluate';
import { generateInputs } from './evaluation/customers';
import type { Figures } from './figures';

const seed = 20_260_310;
const pairs = 9;
const customersPerPair = 1_500;
/** Evaluation is so much faster that one pass over a pair's customers is too short to time. */
const passes = 5;

interface Pair {
  readonly ours: number;
  /** By processor time: what a busy machine cannot distort. */
  readonly oursByCpu: number;
  readonly theirs: number;
}

/**
 * Customers per second through the whole shipped book on one core, one evaluation each, against
 * json-rules-engine with the same conditions over the same customers, in interleaved pairs.
 */
export async function run(): Promise<Figures> {
  const book = await shippedBook();
  const baseline = jsonRulesEvaluation(book);
  const inputs = generateInputs(book, (pairs + 1) * customersPerPair, seed);
  const slices = Array.from({ length: pairs + 1 }, (_, index) =>
    inputs.slice(index * customersPerPair, (index + 1) * customersPerPair),
  );
  const share = await assertSameCrossings(inputs, baseline);
  const [warmUp = [], ...measured] = slices;
  await runPair(warmUp, baseline);
  const results: Pair[] = [];
  for (const slice of measured) results.push(await runPair(slice, baseline));
  return {
    customers_per_s: Math.round(median(results.map(({ ours }) => ours))),
    customers_per_cpu_s: Math.round(median(results.map(({ oursByCpu }) => oursByCpu))),
    ratio_json_rules_engine: round(median(results.map(({ ours, theirs }) => ours / theirs))),
    crossings_share: round(share),
    json_rules_engine_customers_per_s: Math.round(median(results.map(({ theirs }) => theirs))),
    evaluations_per_customer: 1,
    conditions_per_evaluation: baseline.conditions,
    signals_per_customer: round(inputs.reduce((sum, { signals }) => sum + signals.length, 0) / inputs.length),
    customers: inputs.length,
    pairs,
    seed,
  };
}

async function shippedBook(): Promise<CompiledBook> {
  const folder = path.join(__dirname, '..', 'config', 'book');
  const read = await readBook(folder);
  if (read.ok) return read.book;
  throw new Error(read.errors.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
}

/** The work was done and is the same work: every customer's crossings are equal, and enough customers have one. */
async function assertSameCrossings(
  inputs: readonly EvaluationInput[],
  baseline: BaselineEvaluation,
): Promise<number> {
  let withCrossing = 0;
  for (const input of inputs) {
    const ours = evaluate(input).crossings.map(({ segment, direction }) => `${segment} ${direction}`);
    const theirs = await baseline.crossings(input);
    const difference = `ours ${ours.sort().join(', ')}; json-rules-engine ${theirs.sort().join(', ')}`;
    if (ours.join() !== theirs.join())
      throw new Error(`${input.customerKey} crosses differently: ${difference}`);
    if (ours.length > 0) withCrossing += 1;
  }
  const share = withCrossing / inputs.length;
  if (share < 0.05) throw new Error(`only ${share} of the customers cross: the bench needs at least 0.05`);
  return share;
}

async function runPair(inputs: readonly EvaluationInput[], baseline: BaselineEvaluation): Promise<Pair> {
  const ours = await perSecond(inputs.length * passes, () => {
    let crossings = 0;
    for (let pass = 0; pass < passes; pass += 1) {
      for (const input of inputs) crossings += evaluate(input).crossings.length;
    }
    return Promise.resolve(crossings / passes);
  });
  const theirs = await perSecond(inputs.length, async () => {
    let crossings = 0;
    for (const input of inputs) crossings += (await baseline.crossings(input)).length;
    return crossings;
  });
  if (ours.crossings !== theirs.crossings) throw new Error('the two did not do the same work');
  return { ours: ours.rate, oursByCpu: ours.cpuRate, theirs: theirs.rate };
}

interface Timed {
  readonly rate: number;
  readonly cpuRate: number;
  readonly crossings: number;
}

async function perSecond(customers: number, work: () => Promise<number>): Promise<Timed> {
  const cpu = process.cpuUsage();
  const begun = process.hrtime.bigint();
  const crossings = await work();
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  return { rate: customers / seconds, cpuRate: customers / ((user + system) / 1e6), crossings };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(number: number): number {
  return Math.round(number * 1_000) / 1_000;
}
