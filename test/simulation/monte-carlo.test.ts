import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createReport } from '../../domain/book/report';
import { parsePart } from '../../domain/book/parse-part';
import type { CompiledBook } from '../../domain/compiled-book';
import { readBook } from '../../ports/book-files/read-book';
import { parseYamlFile } from '../../ports/book-files/yaml-file';
import { shareInterval } from '../../simulation/monte-carlo/interval';
import { runMany } from '../../simulation/monte-carlo/run-many';
import { summaryOf } from '../../simulation/monte-carlo/summary';
import { checkResponses } from '../../simulation/responses/check-names';
import type { Responses } from '../../simulation/responses/responses';
import { responsesSchema } from '../../simulation/responses/schema';
import { drawMs, type Spread } from '../../simulation/responses/spread';
import { randomStreams } from '../../simulation/monte-carlo/streams';

const day = 86_400_000;
const hour = 3_600_000;
const folder = path.join(__dirname, '../../config');
const files = readdirSync(path.join(folder, 'responses'));

let book: CompiledBook;
beforeAll(async () => {
  const read = await readBook(path.join(folder, 'book'));
  if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
  book = read.book;
});

function faultsAndResponses(text: string): { faults: string[]; responses?: Responses } {
  const [document] = parseYamlFile('responses.yaml', text);
  const report = createReport();
  const place = { file: document!, path: [] };
  const responses = parsePart(responsesSchema, document!.tree, place, report);
  if (responses) checkResponses(responses, place, { book, report });
  const faults = report.errors.map(
    ({ line, message, hint }) => `${line}: ${message}${hint ? ` (${hint})` : ''}`,
  );
  return { faults, responses };
}

function responsesOf(text: string): Responses {
  const { faults, responses } = faultsAndResponses(text);
  if (faults.length > 0 || !responses) throw new Error(faults.join('\n'));
  return responses;
}

const cure = (how: string): Responses =>
  responsesOf(`
responses: payment-cure
given:
  customer: { name: Elm, annualRevenue: 300 }
  signals:
    - at: 0d
      name: invoice_payment_failed
      value: true
      context: invoice:in_1
      data: { invoice: in_1, amountMinor: 4900, currency: eur, declineCode: insufficient_funds }
${how}`);

function played(responses: Responses, runs: number, seed = 1) {
  return runMany({ book, responses, customer: responses.given!, untilMs: 100 * day, runs, seed });
}

describe('many runs of one play', () => {
  it('are the same for the same seed, and others for another', () => {
    const responses = cure('payments: { succeed: [0.5], declines: { insufficient_funds: 1 } }');
    expect(played(responses, 20)).toEqual(played(responses, 20));
    expect(played(responses, 20)).not.toEqual(played(responses, 20, 2));
  });

  it('are each the same however many there are', () => {
    const responses = cure('payments: { succeed: [0.5], declines: { insufficient_funds: 1 } }');
    expect(played(responses, 20).slice(0, 5)).toEqual(played(responses, 5));
  });

  it('come out as often as the model says', () => {
    // Cured by the first or the second charge, or never: 1 - 0.7 * 0.8 = 0.44.
    const responses = cure('payments: { succeed: [0.3, 0.2, 0], declines: { insufficient_funds: 1 } }');
    const { outcomes } = summaryOf(played(responses, 400));
    const cured = outcomes.find(({ outcome }) => outcome === 'cured');
    expect(cured?.low).toBeLessThan(0.44);
    expect(cured?.high).toBeGreaterThan(0.44);
    expect(cured!.high - cured!.low).toBeLessThan(0.11);
    expect(outcomes.reduce((sum, { runs }) => sum + runs, 0)).toBe(400);
  });

  it('follow what is certain to the letter', () => {
    const responses = cure(`
payments: { succeed: [0, 0], declines: { insufficient_funds: 1 } }
tasks: [ { step: chase, done: 1, after: 1d } ]
events:
  - from: chase
    after: 3d
    facts: [ { name: invoice_paid, value: true, invoices: open } ]
minutes: { task: 5, kinds: { receivables: 30 } }
costs: { hour: 60, effects: { message: 0.5 } }`);
    const [run] = played(responses, 1);
    expect(run).toMatchObject({
      outcome: 'cured',
      effects: { message: 2, charge: 2, banner: 1, task: 1 },
      work: [{ what: 'task', kind: 'receivables', count: 1, minutes: 30 }],
      cost: { people: 30, effects: 1, offers: 0 },
      chargedMinor: 0,
    });
  });

  it('start by hand a play that the facts do not start', () => {
    const responses = responsesOf('responses: save-play\ngiven: { customer: { annualRevenue: 300 } }');
    expect(played(responses, 3).map(({ outcome }) => outcome)).toEqual(['lost', 'lost', 'lost']);
  });

  it.each(files)('of %s come to an end, each with a share of its own', (file) => {
    const responses = responsesOf(readFileSync(path.join(folder, 'responses', file), 'utf8'));
    const { untilMs = 0 } = responses.given ?? {};
    const many = { book, responses, customer: responses.given!, untilMs, runs: 30, seed: 1 };
    const { outcomes, effects } = summaryOf(runMany(many));
    expect(outcomes.map(({ outcome }) => outcome)).not.toContain('open');
    expect(outcomes.length).toBeGreaterThan(1);
    expect(effects.length).toBeGreaterThan(0);
  });
});

describe('a responses file', () => {
  it.each([
    ['responses: payment-cur', /the book has no playbook "payment-cur" \(did you mean "payment-cure"/],
    [
      'responses: save-play\ntasks: [ { step: owners } ]',
      /2: the book has no step "owners" \(did you mean "owner"/,
    ],
    [
      'responses: save-play\napprovals: [ { step: owner, approve: 1 } ]',
      /2: the book has no step that asks for an approval "owner"/,
    ],
    ['responses: save-play\ntasks: [ { step: approval } ]', /no step that gives a task "approval"/],
    [
      'responses: save-play\nevents: [ { facts: [ { name: usage_chang_30d, value: 1 } ] } ]',
      /no signal "usage_chang_30d"/,
    ],
    [
      'responses: save-play\nevents: [ { facts: [ { name: usage_change_30d, value: low } ] } ]',
      /is a number, this is a string/,
    ],
    ['responses: save-play\npayments: { declines: { no_money: 1 } }', /no decline code "no_money"/],
    [
      'responses: save-play\nminutes: { kinds: { executive: 1 } }',
      /no queue or approval policy "executive" \(did you mean "executives"/,
    ],
    ['responses: save-play\ncosts: { effects: { mesage: 1 } }', /no kind of effect "mesage"/],
    ['responses: save-play\napprovals: [ { approve: 0.8, reject: 0.3 } ]', /together are more than 1/],
    ['responses: save-play\ntasks: [ { done: 80 } ]', /must be at most 1/],
    [
      'responses: save-play\ntasks: [ { after: soon } ]',
      /must be a time such as '4h', \{ from: 1h, to: 2d \}/,
    ],
    [
      'responses: save-play\ntasks: [ { after: { from: 2d, to: 1d } } ]',
      /must be a time|from must not be after to/,
    ],
    ['responses: save-play\ngiven: { customer: { revenue: 1 } }', /no customer attribute "revenue"/],
  ])('with a mistake is told where it is: %s', (text, words) => {
    expect(faultsAndResponses(text).faults.join('\n')).toMatch(words);
  });
});

describe('a time that is drawn', () => {
  const drawn = (spread: Spread): number[] => {
    const random = randomStreams(7)();
    return Array.from({ length: 4_000 }, () => drawMs(spread, random)).sort((one, other) => one - other);
  };

  it('is what it says where it is fixed', () => {
    expect(new Set(drawn({ kind: 'fixed', ms: 4 * hour }))).toEqual(new Set([4 * hour]));
  });

  it('lies evenly between two times', () => {
    const times = drawn({ kind: 'uniform', fromMs: hour, toMs: 3 * hour });
    expect(times[0]).toBeGreaterThanOrEqual(hour);
    expect(times.at(-1)).toBeLessThanOrEqual(3 * hour);
    expect(times[2_000]! / hour).toBeCloseTo(2, 1);
  });

  it('has the mean it is given', () => {
    const times = drawn({ kind: 'exponential', meanMs: day });
    expect(times.reduce((sum, ms) => sum + ms, 0) / times.length / day).toBeCloseTo(1, 1);
  });

  it('has the median and the ninth tenth it is given', () => {
    const times = drawn({ kind: 'logNormal', medianMs: 8 * hour, p90Ms: 40 * hour });
    expect(times[2_000]! / hour / 8).toBeCloseTo(1, 0);
    expect(times[3_600]! / hour / 40).toBeCloseTo(1, 0);
  });
});

describe('the interval of a share', () => {
  it("is Wilson's", () => {
    // 8 of 10, from the published formula.
    expect(shareInterval(8, 10)).toMatchObject({ share: 0.8 });
    expect(shareInterval(8, 10).low).toBeCloseTo(0.4902, 3);
    expect(shareInterval(8, 10).high).toBeCloseTo(0.9433, 3);
  });

  it('stays within 0 and 1', () => {
    expect(shareInterval(0, 5).low).toBe(0);
    expect(shareInterval(5, 5).high).toBe(1);
  });
});
