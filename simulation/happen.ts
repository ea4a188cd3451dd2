import type { Crossing } from '../domain/crossing';
import { crossingId } from '../domain/ids';
import { msOf } from '../domain/iso-instant';
import type { TestCrossing, TestSignal } from '../domain/policy-test';
import type { Membership } from '../domain/segments/segment';
import { noteAdjustments } from './adjustments';
import type { Act } from './agenda';
import { actOn, measure } from './consequences';
import { acceptTerminal, pause, resume, wanted } from './inbox';
import { evaluateNow, noteCrossing } from './look';
import type { ResponseFact } from './responses/responses';
import { startTreatment } from './start-treatment';
import { takeSignals } from './take-signals';
import { deliverPerson } from './virtual-activities';
import type { World } from './world';
import { segmentsById } from '../domain/segments/by-id';

/** Lets one act of the agenda happen now. */
export function happen(world: World, act: Act): void {
  switch (act.kind) {
    case 'signals':
      return takeSignals(world, act.signals);
    case 'respond': {
      const signals = signalsOf(world, act.facts);
      return signals.length > 0 ? takeSignals(world, signals) : undefined;
    }
    case 'crossing':
      return takeCrossing(world, act.crossing);
    case 'change':
      world.attributes = { ...world.attributes, ...act.change.customer };
      world.known = undefined;
      return sweep(world);
    case 'control':
      for (const treatment of wanted(world)) {
        if (act.control.kind === 'pause') pause(treatment, 'manual');
        else if (act.control.kind === 'resume') resume(treatment, 'manual');
        else acceptTerminal(treatment, { kind: 'stop', reason: 'stopped by hand', outcome: 'stopped' });
      }
      return;
    case 'start':
      startTreatment(world, { playbook: act.playbook, arm: 'treatment', with: {} });
      return;
    case 'measure':
      return measure(world, act.treatmentId);
    case 'decide':
    case 'finish': {
      const treatment = world.treatments.find(({ id }) => id === act.treatmentId);
      if (treatment) deliverPerson(world, treatment, act);
    }
  }
}

/** Time alone may have changed something. */
export function sweep(world: World): void {
  const { facts, contexts, crossings } = evaluateNow(world);
  actOn(world, { facts, contexts, crossings, signals: [] });
}

// One fact about each open invoice where it is about those; none is open = it has nothing to be about.
function signalsOf(world: World, facts: readonly ResponseFact[]): TestSignal[] {
  const atMs = msOf(world.now) - msOf(world.startedAt);
  return facts.flatMap(({ invoices, ...fact }): TestSignal[] => {
    if (!invoices) return [{ atMs, ...fact }];
    const open = world.invoices.filter(({ state }) => state === 'open');
    return open.map(({ id, amountMinor, currency }) => ({
      atMs,
      ...fact,
      context: `invoice:${id}`,
      data: { ...fact.data, invoice: id, amountMinor, currency },
    }));
  });
}

function takeCrossing(world: World, { segment, direction, context }: TestCrossing): void {
  const isIt = (one: Membership): boolean => one.segment === segment && one.context === context;
  const known = world.memberships.find(isIt);
  if ((known !== undefined) === (direction === 'entered')) return;
  world.position += 1;
  const crossing = crossingOf(world, { segment, direction, context, since: known?.breachedAt ?? world.now });
  const definition = segmentsById(world.book.segments).get(segment);
  const rest = world.memberships.filter((one) => !isIt(one));
  const joined = {
    segment,
    ...(context !== undefined && { context }),
    state: 'in' as const,
    breachedAt: world.now,
    since: world.now,
    days: [],
    reasons: [],
    confidence: 1,
    priority: definition?.priority ?? 0,
  };
  const before = world.memberships;
  world.memberships = direction === 'entered' ? [...rest, joined] : rest;
  noteAdjustments(world, before);
  noteCrossing(world, crossing);
  world.known = undefined;
  const { facts, contexts, crossings } = evaluateNow(world);
  actOn(world, { facts, contexts, crossings: [crossing, ...crossings], signals: [] });
}

function crossingOf(
  world: World,
  about: { segment: string; direction: Crossing['direction']; context?: string; since: string },
): Crossing {
  const { segment, direction, context, since } = about;
  return {
    id: crossingId(world.customerKey, world.position, 0),
    customerKey: world.customerKey,
    ...(context !== undefined && { context }),
    segment,
    direction,
    scores: {},
    reasons: [],
    sources: ['external'],
    bookHash: world.book.hash,
    sequence: world.position,
    occurredAt: world.now,
    breachedAt: since,
    origin: 'external',
  };
}
