import { endOf } from '../domain/accepted-end';
import { arbitrate } from '../domain/arbitration/arbitrate';
import type { ArbitratedTreatment, Decision } from '../domain/arbitration/decision';
import type { Crossing } from '../domain/crossing';
import { countsFor } from '../domain/context';
import { type CustomerFacts, factsAbout, treatmentScope, type TreatmentScope } from '../domain/facts';
import { measureOf } from '../domain/measure';
import { msOf } from '../domain/iso-instant';
import type { CustomerSignal } from '../domain/signals/signal';
import { markOf } from './covered/seen';
import { acceptTerminal, addItem, pause, wanted } from './inbox';
import { factsNow, knownNow } from './look';
import { startTreatment } from './start-treatment';
import type { VirtualTreatment, World } from './world';

/** What an evaluation found. */
export interface Found extends CustomerFacts {
  readonly crossings: readonly Crossing[];
  readonly signals: readonly CustomerSignal[];
  readonly exclude?: string;
}

/** Does what follows: goals and exits first, then arbitration, then news for the treatments that still run. */
export function actOn(world: World, found: Found): void {
  endTreatments(world, wanted(world), found, found.signals);
  const { facts, contexts, crossings, exclude } = found;
  decide(world, { facts, contexts, crossings, exclude, again: [] });
  forwardEvents(world, found.signals);
}

/** Accepts the goal or exit of every treatment for which one holds on the facts as seen from what it is about. */
export function endTreatments(
  world: World,
  treatments: readonly VirtualTreatment[],
  known: CustomerFacts,
  events: readonly CustomerSignal[] = [],
): void {
  for (const treatment of treatments) {
    const end = endOf(treatment.program, scopeFor(world, treatment, known, events));
    if (end) acceptTerminal(treatment, end);
  }
}

/** Answers the measure of a treatment that has ended before its day. */
export function measure(world: World, treatmentId: string): void {
  const treatment = world.treatments.find(({ id }) => id === treatmentId);
  if (!treatment) return;
  const { context } = treatment.input;
  const known = knownNow(world, context === undefined ? [] : [context]);
  treatment.measure ??= measureOf(treatment.program, scopeFor(world, treatment, known));
}

function scopeFor(
  world: World,
  treatment: VirtualTreatment,
  known: CustomerFacts,
  events: readonly CustomerSignal[] = [],
): TreatmentScope {
  const { identity } = treatment.machine;
  const { context } = treatment.input;
  const last = events.findLast((one) => countsFor(context, one.context));
  const event = last && { name: last.name, value: last.value };
  const days = Math.max(0, (msOf(world.now) - msOf(identity.startedAt)) / 86_400_000);
  const { startTier, startPoints } = identity;
  const { id, playbook, arm } = treatment;
  const facts = factsAbout(known, context);
  return treatmentScope(facts, { id, playbook: playbook.id, arm, days, startTier, startPoints }, {}, event);
}

/** Arbitrates crossings, and deferred starts again, and carries the decisions out. */
export function decide(
  world: World,
  put: Omit<Found, 'signals'> & { readonly again: readonly Crossing[] },
): void {
  if (put.crossings.length === 0 && put.again.length === 0) return;
  const { salt, globalShare } = world.book.policies.holdout;
  const decisions = arbitrate({
    book: world.book,
    customerKey: world.customerKey,
    crossings: put.crossings,
    deferred: put.again,
    treatments: world.treatments.map(asArbitrated),
    facts: put.facts,
    contexts: put.contexts,
    asOf: world.now,
    salt,
    globalShare,
    excludeTreatment: put.exclude,
  });
  const crossings = new Map([...put.crossings, ...put.again].map((crossing) => [crossing.id, crossing]));
  for (const decision of decisions) {
    const crossing = crossings.get(decision.crossingId);
    if (crossing) carryOut(world, decision, crossing);
  }
}

function asArbitrated(treatment: VirtualTreatment): ArbitratedTreatment {
  const { id, playbook, phase, segment, arm, program, outcome, input } = treatment;
  const closed = phase === 'closed';
  return {
    id,
    playbook: playbook.id,
    context: input.context,
    state: phase,
    segment,
    arm,
    closedAt: closed ? outcome?.at : undefined,
    onLeave: closed ? undefined : program.onLeave.mode,
  };
}

function carryOut(world: World, decision: Decision, crossing: Crossing): void {
  const about = world.treatments.find(({ id }) => 'treatmentId' in decision && id === decision.treatmentId);
  switch (decision.action) {
    case 'start':
      return start(world, decision, crossing);
    case 'update':
      if (about) tell(world, about, crossing);
      return;
    case 'leave':
      if (about) leave(world, about, crossing);
      return;
    case 'defer':
      world.deferred = [...world.deferred, crossing];
      return;
    case 'ignore':
  }
}

function start(world: World, decision: Extract<Decision, { action: 'start' }>, crossing: Crossing): void {
  const treatment = startTreatment(world, {
    playbook: decision.playbook,
    arm: decision.arm.arm,
    with: decision.with,
    crossing,
  });
  for (const { treatmentId, how } of decision.preempts) {
    const other = world.treatments.find(({ id }) => id === treatmentId);
    const reason = `pre-empted by ${treatment.playbook.title}`;
    if (other && how === 'cancel') acceptTerminal(other, { kind: 'stop', reason, outcome: 'stopped' });
    else if (other) pause(other, `preempted:${treatment.id}`);
  }
}

function tell(world: World, treatment: VirtualTreatment, crossing: Crossing): void {
  const summary = `${crossing.direction} ${crossing.segment}`;
  const { id, sequence } = crossing;
  const facts = factsNow(world, treatment.input.context);
  addItem(treatment, { kind: 'crossing', crossingId: id, sequence, summary, facts });
}

function leave(world: World, treatment: VirtualTreatment, crossing: Crossing): void {
  const { mode } = treatment.program.onLeave;
  world.seen?.add(markOf.left(treatment.playbook.id));
  switch (mode) {
    case 'continue':
      return;
    case 'cancel':
      acceptTerminal(treatment, { kind: 'exit', reason: `left ${crossing.segment}`, outcome: 'left' });
      return;
    case 'redirect':
    case 'grace':
      addItem(treatment, {
        kind: 'leave',
        mode,
        sequence: crossing.sequence,
        facts: factsNow(world, treatment.input.context),
      });
  }
}

function forwardEvents(world: World, signals: readonly CustomerSignal[]): void {
  for (const treatment of wanted(world)) {
    const { context } = treatment.input;
    const news = signals.filter(
      (signal) => mentions(world, treatment, signal.name) && countsFor(context, signal.context),
    );
    for (const { name, value, id } of news)
      addItem(treatment, { kind: 'event', name, value, signalId: id, facts: factsNow(world, context) });
  }
}

function mentions({ book }: World, { program }: VirtualTreatment, name: string): boolean {
  const { events, signals } = program.mentions;
  if (events.includes(name) || signals.includes(name)) return true;
  return signals.some((mentioned) => {
    const definition = book.signals[mentioned];
    return definition?.kind === 'derived' && definition.of === name;
  });
}
