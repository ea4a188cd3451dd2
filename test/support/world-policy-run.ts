import { randomBytes } from 'node:crypto';
import { cohortDecisionId } from '../../domain/ids';
import { localDay } from '../../domain/evaluation/local-day';
import { after } from '../../domain/machine/instants';
import { type PolicyTest, type TestCohort, type TestSignal, valueFrom } from '../../domain/policy-test';
import type { StepCommand } from '../../domain/treatment-activities';
import { pauseTreatment, resumeTreatment, stopTreatment } from '../../application/controls';
import { acceptSignals } from '../../application/accept-signals';
import { countCase } from '../../application/count-case';
import { topicKey } from '../../domain/product-issue';
import { putCustomer } from '../../application/customers';
import { answerQuestion, openQuestion } from '../../ports/store/tables/cohort-decisions';
import type { Timeline } from '../../simulation/timeline';
import { viewCustomer } from '../../ports/store/tables/customer-view';
import type { World } from './world';
import { manager, NothingOpen } from './world-people';

/** One policy test under way on the durable runtime. */
export interface DurableRun {
  readonly test: PolicyTest;
  readonly customer: string;
  readonly customerKey: string;
  readonly startedAt: string;
  /** Answers that were given, by their place in the test. */
  readonly used: Set<string>;
  timeline?: Timeline;
}

const lastsForAll = 40;
// What people do comes before what time does at the same instant, and the timers that an early act starts are early
// too: each act of a test comes a little earlier than the one before, an answer a little earlier than it was due.
const firstEarlyMs = 60_000;
const earlierByMs = 25_000;
const answerEarlyMs = 10_000;
/** More than the acts and answers of any test come to. */
const marginMs = 300_000;

/**
 * Puts everything a policy test gives onto the world's agenda, and a look at the result at its end. The run is among
 * `runs` before the first fact is sent: people may be asked at once.
 */
export async function beginPolicyTest(
  world: World,
  { test, customer }: Pick<DurableRun, 'test' | 'customer'>,
  runs: DurableRun[],
): Promise<void> {
  const { given } = test;
  const { consents } = given;
  const { contact } = (await world.store.transaction((tx) => world.app.books.active(tx))).policies;
  // As in the simulation, where every role has somebody.
  const customerKey = await world.customer(customer, {
    attributes: given.customer,
    ...(contact.roles && { contacts: contact.roles }),
    ...(consents && { consents }),
  });
  const { declines, thenSucceed } = given.payments;
  const last = thenSucceed ? [] : Array<string>(lastsForAll).fill(declines.at(-1) ?? 'generic_decline');
  await world.declines(customerKey, [...declines, ...last]);
  await countEarlierCases(world, test, customer);
  const run: DurableRun = { test, customer, customerKey, startedAt: world.now(), used: new Set() };
  runs.push(run);
  const instants = instantsOf(test);
  const at = (ms: number, what: () => Promise<unknown>) =>
    world.agenda.at(after(run.startedAt, ms), what, firstEarlyMs + earlierByMs * instants.indexOf(ms));
  for (const cohort of given.cohorts ?? []) await decided(world, cohort);
  const history = given.signals.filter(({ atMs }) => atMs <= 0);
  if (history.length > 0) await send(world, run, history);
  for (const signal of given.signals) if (signal.atMs > 0) at(signal.atMs, () => send(world, run, [signal]));
  for (const { atMs, segment, direction, context } of given.crossings)
    at(atMs, () => world.crosses(customer, segment, direction, context));
  for (const { atMs, customer: attributes } of given.changes ?? [])
    at(atMs, () => world.act((app) => putCustomer(app, { id: customer, attributes }, manager)));
  for (const { atMs, kind } of given.controls) at(atMs, () => control(world, customer, kind));
  // Late enough for what time does at the very end.
  world.agenda.at(after(run.startedAt, given.untilMs + marginMs), async () => {
    run.timeline = await timelineOf(world, run);
  });
}

// Of all that is done from outside, in milliseconds from the start, in order.
function instantsOf({
  given: { signals, crossings, changes = [], controls },
}: PolicyTest): readonly number[] {
  const all = [...signals, ...crossings, ...changes, ...controls].map(({ atMs }) => Math.max(atMs, 0));
  return [...new Set(all)].sort((one, other) => one - other);
}

/** Lets other customers have had the cases that a test gives, by the rule of the play's own step. */
async function countEarlierCases(
  world: World,
  { given, playbook }: PolicyTest,
  customer: string,
): Promise<void> {
  const program = world.app.store.transaction((tx) => world.app.books.active(tx));
  const { instructions } = (await program).playbooks[playbook ?? '']?.program ?? { instructions: [] };
  const effects = instructions.flatMap((instruction) =>
    instruction.op === 'effect' ? [instruction.effect] : [],
  );
  const counted = effects.find((effect) => effect.kind === 'record' && effect.cases !== undefined);
  for (const [topic, cases] of Object.entries(given.topicCases ?? {})) {
    if (counted?.kind !== 'record' || !counted.cases)
      throw new Error(`${playbook} counts no cases of ${topic}`);
    const { field, cases: rule } = counted;
    for (let n = 1; n <= cases; n += 1) {
      const customerKey = await world.customer(`${customer}-${topic}-${n}`);
      const treatmentId = `treatment:earlier-${n}:${customerKey}:1`;
      const at = {
        requestKey: `${treatmentId}|${topic}`,
        customerKey,
        treatmentId,
        step: 'earlier',
        path: '',
      };
      await world.act((app) =>
        app.store.transaction((tx) =>
          countCase(tx, app, { case: { ...at, field, topic: topicKey(topic) ?? topic }, rule }),
        ),
      );
    }
  }
}

async function send(world: World, run: DurableRun, signals: readonly TestSignal[]): Promise<void> {
  const items = signals.map(({ name, value, data, context, atMs }, index) => ({
    id: [run.customer, name, atMs, context ?? '', index].join('-'),
    origin: 'policy-test',
    customer: run.customer,
    occurredAt: atMs < 0 ? after(run.startedAt, atMs) : world.now(),
    name,
    value: valueFrom(value, run.startedAt),
    ...(data && { data }),
    ...(context && { context }),
  }));
  const results = await world.act((app) => acceptSignals(app, items, { actor: manager }));
  const refused = results.find(({ status }) => status === 'rejected');
  if (refused) throw new Error(`${run.test.name}: ${JSON.stringify(refused)}`);
}

// As if a manager had decided when the test began.
async function decided(world: World, { policy, cohort, decision, validForMs }: TestCohort): Promise<void> {
  const at = world.now();
  await world.store.transaction(async (tx) => {
    const id = cohortDecisionId(randomBytes(12));
    await openQuestion(tx, { id, policy, cohort, askedAt: at, validMs: validForMs });
    await answerQuestion(tx, id, {
      state: decision === 'approve' ? 'approved' : 'rejected',
      decidedAt: at,
      validUntil: after(at, validForMs),
      decidedBy: manager.subject,
      decidedRole: 'manager',
      via: 'api',
    });
  });
}

const controls = { pause: pauseTreatment, resume: resumeTreatment, stop: stopTreatment } as const;

async function control(world: World, customer: string, kind: keyof typeof controls): Promise<void> {
  const reason = 'stopped by hand';
  for (const { id, state } of await world.treatments(customer)) {
    if (state !== 'closed') await world.act((app) => controls[kind](app, id, { actor: manager, reason }));
  }
}

/** When an activity has asked people something: puts the test's next answer for that step on the agenda. */
export function answerAsked(world: World, run: DurableRun, name: string, asked: StepCommand) {
  const { given } = run.test;
  const { treatmentId, step } = asked;
  if (name === 'openApproval') {
    const answer = firstUnused(run, 'answer', given.answers, step);
    if (!answer) return;
    const { decision, finalText, by, afterMs } = answer;
    const decided = { decision, ...(finalText !== undefined && { finalText }), ...(by && { by }) };
    world.agenda.at(
      after(world.now(), afterMs),
      () => ifOpen(world.decide(treatmentId, step, decided)),
      answerEarlyMs,
    );
  } else if (name === 'openTask') {
    const done = ofMilestone(run, asked) ?? firstUnused(run, 'task', given.tasks, step);
    if (done)
      world.agenda.at(
        after(world.now(), done.afterMs),
        () => ifOpen(world.finish(treatmentId, step, done.result)),
        answerEarlyMs,
      );
  }
}

// Who comes too late is told so, and nothing follows: as in the simulation.
async function ifOpen(act: Promise<void>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof NothingOpen)) throw error;
  }
}

// Milestones are opened side by side and answer in any order: the first result is the first milestone's, as in the simulation.
function ofMilestone(run: DurableRun, { step, path }: StepCommand) {
  const [, number] = /milestone:(\d+)$/.exec(path) ?? [];
  if (number === undefined) return undefined;
  const results = run.test.given.tasks.flatMap((task, at) => (task.step === step ? [{ task, at }] : []));
  const own = results[Number(number) - 1];
  if (!own || run.used.has(`task:${own.at}`)) return undefined;
  run.used.add(`task:${own.at}`);
  return own.task;
}

function firstUnused<A extends { readonly step: string }>(
  run: DurableRun,
  kind: string,
  answers: readonly A[],
  step: string,
): A | undefined {
  const index = answers.findIndex((answer, at) => answer.step === step && !run.used.has(`${kind}:${at}`));
  if (index >= 0) run.used.add(`${kind}:${index}`);
  return answers[index];
}

async function timelineOf(world: World, run: DurableRun): Promise<Timeline> {
  const { customer, customerKey, startedAt } = run;
  const views = await world.treatments(customer);
  const treatments = await Promise.all(
    views.map(async ({ id, playbook, context, startedAt: from, why, arm, outcome, outcomeReason }) => ({
      id,
      playbook,
      ...(context !== null && { context }),
      // The agenda is served early: an act of the fifth day is none of the fourth.
      startedAt: after(from, -marginMs),
      why,
      arm,
      outcome: outcome ?? 'open',
      reason: outcomeReason ?? '',
      trace: (await world.progress(id)).trace,
    })),
  );
  const rows = await world.store.transaction((tx) =>
    tx.query<{
      segment: string;
      context: string | null;
      at: string;
      direction: string;
      crossing: { reasons: readonly string[] };
    }>(
      `SELECT segment, context, direction, iso(occurred_at) AS at, crossing FROM crossings
       WHERE customer_key = $1 ORDER BY sequence, id`,
      [customerKey],
    ),
  );
  const entered = rows.filter(({ direction }) => direction === 'entered');
  const inside = await world.store.transaction((tx) =>
    tx.query<{ segment: string }>(
      `SELECT DISTINCT segment FROM memberships WHERE customer_key = $1 AND membership->>'state' <> 'entering' ORDER BY segment`,
      [customerKey],
    ),
  );
  const zone = (await world.store.transaction((tx) => world.app.books.active(tx))).zone;
  const dayOf = (at: string) => localDay(Date.parse(at), zone).number;
  const segments = inside.map(({ segment }) => segment);
  return {
    startedAt,
    lines: [],
    story: [],
    treatments,
    entered: entered.map(({ segment, context, at, crossing }) => ({
      day: dayOf(at) - dayOf(startedAt),
      segment,
      ...(context !== null && { context }),
      reasons: crossing.reasons,
    })),
    segments,
    left: rows
      .filter(({ direction }) => direction === 'exited')
      .map(({ segment, context, at }) => ({
        day: dayOf(at) - dayOf(startedAt),
        segment,
        ...(context !== null && { context }),
      })),
    ...(await handlingTold(world, customerKey, (at) => dayOf(at) - dayOf(startedAt))),
    everIn: [...new Set([...segments, ...entered.map(({ segment }) => segment)])].sort(),
    holds: (await world.store.transaction((tx) => viewCustomer(tx, customerKey, world.now())))!.holds
      .map(({ what }) => String(what))
      .sort(),
    banners: await bannersOf(world, customerKey),
  };
}

async function bannersOf(world: World, customerKey: string): Promise<string[]> {
  const rows = await world.store.transaction((tx) =>
    tx.query<{ template: string }>(
      'SELECT template FROM banners WHERE customer_key = $1 AND cleared_at IS NULL ORDER BY template',
      [customerKey],
    ),
  );
  return rows.map(({ template }) => template);
}

/** What the store tells of adjustments and of hard triggers with their tasks. */
async function handlingTold(
  world: World,
  customerKey: string,
  dayOf: (at: string) => number,
): Promise<Pick<Timeline, 'adjusted' | 'escalated'>> {
  const adjusted = await world.store.transaction((tx) =>
    tx.query<{ what: string; at: string; to: string }>(
      `SELECT what, iso(at) AS at, coalesce(to_level, 'standard') AS to FROM adjustments
       WHERE customer_key = $1 ORDER BY id`,
      [customerKey],
    ),
  );
  const escalated = await world.store.transaction((tx) =>
    tx.query<{ signal: string; segment: string; queue: string; at: string }>(
      `SELECT e.signal, e.segment, t.queue, iso(t.opened_at) AS at FROM escalations e
       JOIN tasks t ON t.customer_key = e.customer_key AND t.step = 'escalation' AND t.path = e.segment || ':' || e.position
       WHERE e.customer_key = $1 AND e.kind = 'hard' ORDER BY e.position`,
      [customerKey],
    ),
  );
  return {
    adjusted: adjusted.map(({ what, at, to }) => ({ day: dayOf(at), what, to })),
    escalated: escalated.map(({ at, ...one }) => ({ day: dayOf(at), ...one })),
  };
}
