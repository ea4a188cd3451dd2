import type { Crossing } from '../domain/crossing';
import { crossingId } from '../domain/ids';
import { projectInvoices } from '../domain/invoice-projection';
import { after } from '../domain/machine/instants';
import type { TestCrossing, TestSignal } from '../domain/policy-test';
import type { CustomerSignal } from '../domain/signals/signal';
import type { Act } from './agenda';
import { actOn, endTreatments, measure } from './consequences';
import { acceptTerminal, pause, resume, wanted } from './inbox';
import { evaluateNow, factsNow, noteCrossing } from './look';
import { startTreatment } from './start-treatment';
import { deliverPerson } from './virtual-activities';
import type { World } from './world';

/** Lets one act of the agenda happen now. */
export function happen(world: World, act: Act): void {
  switch (act.kind) {
    case 'signals':
      return takeSignals(world, act.signals);
    case 'crossing':
      return takeCrossing(world, act.crossing);
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
      if (treatment) deliverPerson(treatment, act);
    }
  }
}

/** Time alone may have changed something. */
export function sweep(world: World): void {
  const { facts, crossings } = evaluateNow(world);
  actOn(world, { facts, crossings, signals: [] });
}

function takeSignals(world: World, given: readonly TestSignal[]): void {
  const signals = given.map((signal) => stored(world, signal));
  for (const [index, signal] of signals.entries()) {
    world.signals.push(signal);
    world.invoices = projectInvoices(world.invoices, signal);
    world.known = undefined;
    if (signal.name === 'card_updated') world.methodChangedAt = signal.occurredAt;
    // A goal that holds after any one fact has been reached.
    if (index < signals.length - 1 && wanted(world).length > 0)
      endTreatments(world, wanted(world), factsNow(world).facts, signal);
  }
  const { facts, crossings } = evaluateNow(world);
  actOn(world, { facts, crossings, signals });
}

function stored(world: World, signal: TestSignal): CustomerSignal {
  world.position += 1;
  const { name, value, data, context, atMs } = signal;
  const occurredAt = after(world.startedAt, atMs);
  return {
    id: `s${world.position}`,
    name,
    value,
    occurredAt,
    position: world.position,
    ...(data && { data }),
    ...(context && { context }),
  };
}

function takeCrossing(world: World, { segment, direction }: TestCrossing): void {
  const known = world.memberships.find((membership) => membership.segment === segment);
  if ((known !== undefined) === (direction === 'entered')) return;
  world.position += 1;
  const crossing = crossingOf(world, { segment, direction, since: known?.breachedAt ?? world.now });
  const definition = world.book.segments.find(({ id }) => id === segment);
  const rest = world.memberships.filter((membership) => membership.segment !== segment);
  const joined = {
    segment,
    state: 'in' as const,
    breachedAt: world.now,
    since: world.now,
    days: [],
    reasons: [],
    confidence: 1,
    priority: definition?.priority ?? 0,
  };
  world.memberships = direction === 'entered' ? [...rest, joined] : rest;
  noteCrossing(world, crossing);
  world.known = undefined;
  const { facts, crossings } = evaluateNow(world);
  actOn(world, { facts, crossings: [crossing, ...crossings], signals: [] });
}

function crossingOf(
  world: World,
  about: { segment: string; direction: Crossing['direction']; since: string },
): Crossing {
  const { segment, direction, since } = about;
  return {
    id: crossingId(world.customerKey, world.position, 0),
    customerKey: world.customerKey,
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
