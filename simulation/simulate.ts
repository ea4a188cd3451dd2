import type { CompiledBook } from '../domain/compiled-book';
import { after, later, reached } from '../domain/machine/instants';
import type { PolicyTest } from '../domain/policy-test';
import { Agenda } from './agenda';
import type { Behaviour } from './behaviour';
import type { Seen } from './covered/seen';
import { happen, sweep } from './happen';
import { runTreatments } from './run-treatments';
import { startTreatment } from './start-treatment';
import { timelineOf, type Timeline } from './timeline';
import { standingDecisions } from './virtual-cohorts';
import type { People, World } from './world';
import { isoOf, msOf } from '../domain/iso-instant';

/** What is simulated. */
export interface Simulation {
  readonly book: CompiledBook;
  readonly given: PolicyTest['given'];
  /** Starts this play, whatever the signals say. */
  readonly playbook?: string;
  /** When it is started; absent = at once, before anything else. */
  readonly startAfterMs?: number;
  readonly people?: People;
  /** How people and the customer respond where `given` scripts nothing. */
  readonly behaviour?: Behaviour;
  /** ISO instant; quiet hours and calendar days depend on it. Absent = a Monday, 10:00 UTC. */
  readonly startedAt?: string;
  readonly customerKey?: string;
  /** Filled with what is gone through. */
  readonly seen?: Seen;
}

const monday = '2026-03-02T10:00:00.000Z';
const nobody = '000000000000';

/** Plays one customer's days in virtual time, with the machine, gate, evaluation and arbitration that run in earnest. */
export function simulate(simulation: Simulation): Timeline {
  return timelineOf(playedWorld(simulation));
}

/** As `simulate`, with the whole of what it came to. */
export function playedWorld(simulation: Simulation): World {
  const world = worldOf(simulation);
  const { playbook, startAfterMs } = simulation;
  // What was put in before for the same instant happens before.
  if (playbook !== undefined && startAfterMs !== undefined)
    world.agenda.put(after(world.startedAt, startAfterMs), { kind: 'start', playbook });
  else if (playbook !== undefined) startTreatment(world, { playbook, arm: 'treatment', with: {} });
  const end = after(world.startedAt, simulation.given.untilMs);
  runTreatments(world);
  for (let at = nextInstant(world); at !== undefined && reached(at, end); at = nextInstant(world)) {
    world.now = later(world.now, at);
    actAt(world, world.now);
    runTreatments(world);
  }
  world.now = end;
  return world;
}

function actAt(world: World, now: string): void {
  const next = world.agenda.nextAt();
  if (next !== undefined && reached(next, now)) {
    const taken = world.agenda.take();
    if (taken) happen(world, taken.act);
    return;
  }
  if (world.nextEvaluationAt !== undefined && reached(world.nextEvaluationAt, now)) sweep(world);
}

function nextInstant(world: World): string | undefined {
  let first = earlier(world.agenda.nextAt(), world.nextEvaluationAt);
  for (const { wakes } of world.treatments) first = earlier(first, wakes?.at);
  return first;
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return reached(one, other) ? one : other;
}

function worldOf({ book, given, people, startedAt, customerKey, behaviour, seen }: Simulation): World {
  const start = startedAt === undefined ? monday : isoOf(msOf(startedAt));
  const agenda = new Agenda();
  // A customer is put in first, as anywhere, and evaluated without a fact; what lies before the start is history by
  // then and taken in together, as of the start.
  agenda.put(start, { kind: 'signals', signals: [] });
  const history = given.signals.filter(({ atMs }) => atMs <= 0);
  if (history.length > 0) agenda.put(start, { kind: 'signals', signals: history });
  for (const signal of given.signals)
    if (signal.atMs > 0) agenda.put(after(start, signal.atMs), { kind: 'signals', signals: [signal] });
  for (const crossing of given.crossings)
    agenda.put(after(start, crossing.atMs), { kind: 'crossing', crossing });
  for (const change of given.changes ?? []) agenda.put(after(start, change.atMs), { kind: 'change', change });
  for (const control of given.controls) agenda.put(after(start, control.atMs), { kind: 'control', control });
  return {
    book: withoutHoldout(book),
    given,
    people: people ?? {},
    behaviour,
    customerKey: customerKey ?? nobody,
    attributes: given.customer,
    startedAt: start,
    now: start,
    position: 0,
    signals: [],
    invoices: [],
    scores: {},
    memberships: [],
    nextEvaluationAt: undefined,
    known: undefined,
    treatments: [],
    deferred: [],
    entered: [],
    left: [],
    adjusted: [],
    everIn: new Set(),
    escalations: [],
    agenda,
    sent: [],
    amounts: [],
    suppressions: [],
    cohorts: standingDecisions(given, start),
    budgets: new Map(),
    attempts: new Map(),
    topics: new Map(),
    declinesUsed: 0,
    used: new Set(),
    seen,
  };
}

const notHeldOut = new WeakMap<CompiledBook, CompiledBook>();

/** The book with every customer in the treatment arm: what is looked at is the play, not the draw. */
export function withoutHoldout(book: CompiledBook): CompiledBook {
  const known = notHeldOut.get(book);
  if (known) return known;
  const playbooks = Object.fromEntries(
    Object.entries(book.playbooks).map(([id, playbook]) => [id, { ...playbook, holdoutShare: 0 }]),
  );
  const made = {
    ...book,
    playbooks,
    policies: { ...book.policies, holdout: { ...book.policies.holdout, globalShare: 0 } },
  };
  notHeldOut.set(book, made);
  return made;
}
