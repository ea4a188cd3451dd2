import type { CompiledBook } from '../domain/compiled-book';
import type { StepTrace } from '../domain/machine/state';
import type { ExpectedEffect, PolicyTest } from '../domain/policy-test';
import type { Seen } from './covered/seen';
import { handlingFaults } from './handling-faults';
import { simulate } from './simulate';
import { type Timeline, wholeDays } from './timeline';

/** How a policy test went; each fault is a sentence for an operations person. */
export interface PolicyTestResult {
  readonly name: string;
  readonly passed: boolean;
  readonly faults: readonly string[];
  readonly timeline: Timeline;
}

/** What a runtime must tell of a customer for a test to be judged; the durable one tells it too. */
export type Observed = Omit<Timeline, 'lines' | 'story'>;

/** How a policy test is played. */
export interface TestOptions {
  /** ISO instant; absent = a Monday, 10:00 UTC. */
  readonly startedAt?: string;
  /** Filled with what is gone through. */
  readonly seen?: Seen;
}

/** Runs every test of a book. */
export function runPolicyTests(
  book: CompiledBook,
  tests: readonly PolicyTest[],
  options: TestOptions = {},
): readonly PolicyTestResult[] {
  return tests.map((test) => runPolicyTest(book, test, options));
}

/** Plays a test in virtual time and compares what happened with what must happen. */
export function runPolicyTest(
  book: CompiledBook,
  test: PolicyTest,
  options: TestOptions = {},
): PolicyTestResult {
  const timeline = simulate({ book, given: test.given, ...options });
  const faults = faultsOf(test, timeline);
  return { name: test.name, passed: faults.length === 0, faults, timeline };
}

/** What differs between a test's expectations and what happened, in either runtime. */
export function faultsOf(test: PolicyTest, timeline: Observed): readonly string[] {
  const { expect, playbook, context } = test;
  return [
    ...segmentFaults(expect, timeline),
    ...handlingFaults(expect, timeline),
    ...listFaults('held', expect.holds, timeline.holds),
    ...listFaults('banners that show', expect.banners, timeline.banners),
    ...(playbook === undefined ? [] : playFaults(expect, timeline, { playbook, context })),
  ];
}

type Expectations = PolicyTest['expect'];

function segmentFaults(expect: Expectations, timeline: Observed): string[] {
  const faults: string[] = [];
  const { segments } = expect;
  if (segments) {
    const missing = segments.filter((segment) => !timeline.segments.includes(segment));
    const extra = timeline.segments.filter((segment) => !segments.includes(segment));
    faults.push(...missing.map((segment) => `the customer is not in ${segment} at the end`));
    faults.push(...extra.map((segment) => `the customer is in ${segment} at the end, which is not expected`));
  }
  for (const segment of expect.neverIn)
    if (timeline.everIn.includes(segment)) faults.push(`the customer was in ${segment}, and must never be`);
  for (const { segment, context, day, reason } of expect.entered) {
    const days = timeline.entered.filter(
      (entry) => entry.segment === segment && (context === undefined || entry.context === context),
    );
    const what = context === undefined ? segment : `${segment} about ${context}`;
    const that = days.find((entry) => entry.day === day);
    if (!that)
      faults.push(
        `${what} is entered on ${days.length === 0 ? 'no day' : `day ${days.map((entry) => entry.day).join(', ')}`}, not on day ${day}`,
      );
    else if (reason !== undefined && !that.reasons.some((said) => said.includes(reason))) {
      faults.push(`${what} is entered because of "${that.reasons.join('; ')}", not "${reason}"`);
    }
  }
  return faults;
}

function listFaults(what: string, want: readonly string[] | undefined, have: readonly string[]): string[] {
  const words = (list: readonly string[]) => (list.length === 0 ? 'nothing' : [...list].sort().join(', '));
  if (want === undefined || words(want) === words(have)) return [];
  return [`${what} at the end: ${words(have)}, not ${words(want)}`];
}

/** The treatment that a test is about: the first of its play, or the one about its context. */
export function treatmentOf(
  { playbook, context }: Pick<PolicyTest, 'playbook' | 'context'>,
  { treatments }: Observed,
): Observed['treatments'][number] | undefined {
  return treatments.find(
    (one) => one.playbook === playbook && (context === undefined || one.context === context),
  );
}

function playFaults(
  expect: Expectations,
  timeline: Observed,
  { playbook, context }: Required<Pick<PolicyTest, 'playbook'>> & Pick<PolicyTest, 'context'>,
): string[] {
  const treatment = treatmentOf({ playbook, context }, timeline);
  const about = context === undefined ? '' : ` about ${context}`;
  if (!treatment)
    return expect.outcome === undefined || expect.outcome === 'none'
      ? []
      : [`no treatment of ${playbook}${about} started`];
  const faults =
    expect.outcome === 'none' ? [`a treatment of ${playbook}${about} started, and none must`] : [];
  const effects = effectsOf(treatment.trace, treatment.startedAt);
  if (expect.effects) faults.push(...effectFaults(expect.effects, effects));
  for (const { step, code } of expect.refusals) {
    const refused = treatment.trace
      .filter((line) => line.step === step && line.outcome === 'refused')
      .map(({ reason }) => reason);
    if (!refused.includes(code))
      faults.push(
        `${step} is not refused as ${code}${refused.length > 0 ? ` but as ${refused.join(', ')}` : ''}`,
      );
  }
  if (expect.outcome !== undefined && expect.outcome !== 'none' && treatment.outcome !== expect.outcome) {
    faults.push(`the treatment is ${treatment.outcome} (${treatment.reason}), not ${expect.outcome}`);
  }
  if (expect.reason !== undefined && !treatment.reason.includes(expect.reason)) {
    faults.push(`it ended because of "${treatment.reason}", not "${expect.reason}"`);
  }
  return faults;
}

function effectFaults(expected: readonly ExpectedEffect[], happened: readonly ExpectedEffect[]): string[] {
  const words = ({ day, kind, step }: ExpectedEffect) => `day ${day}: ${kind} ${step}`;
  const [want, have] = [expected.map(words), happened.map(words)];
  const first = want.findIndex((one, at) => one !== have[at]);
  if (first < 0 && want.length === have.length) return [];
  const at = first < 0 ? want.length : first;
  return [`effect ${at + 1} is ${have[at] ?? 'missing'}, expected is ${want[at] ?? 'no more'}`];
}

const asked: ReadonlySet<string> = new Set(['task', 'approve', 'plan']);
const quiet: ReadonlySet<string> = new Set([
  'wait',
  'readFacts',
  'loop',
  'fork',
  'branch',
  'jump',
  'play',
  'workflow',
  'end',
]);
const nothingDone: ReadonlySet<string> = new Set(['skipped', 'refused', 'deferred']);

/** The effects of a trace in order, with their days; the same for a trace of the durable runtime. */
export function effectsOf(trace: readonly StepTrace[], startedAt: string): readonly ExpectedEffect[] {
  return trace
    .filter(
      ({ kind, outcome }) => !kind.startsWith('control:') && !quiet.has(kind) && !nothingDone.has(outcome),
    )
    .filter(({ kind, outcome }) => !asked.has(kind) || outcome === 'opened')
    .map(({ at, kind, step }) => ({ day: wholeDays(startedAt, at), kind, step }));
}
