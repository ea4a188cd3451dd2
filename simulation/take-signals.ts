import { projectInvoices } from '../domain/invoice-projection';
import { after } from '../domain/machine/instants';
import { type TestSignal, valueFrom } from '../domain/policy-test';
import type { CustomerSignal } from '../domain/signals/signal';
import { actOn, endTreatments } from './consequences';
import { noteEscalations } from './escalations';
import { wanted } from './inbox';
import { evaluateNow, knownNow } from './look';
import type { World } from './world';

/** Takes facts of one moment in: they are evaluated together, and what follows is done. */
export function takeSignals(world: World, given: readonly TestSignal[]): void {
  const signals = given.map((signal) => stored(world, signal));
  for (const [index, signal] of signals.entries()) {
    world.signals.push(signal);
    world.invoices = projectInvoices(world.invoices, signal);
    world.known = undefined;
    if (signal.name === 'card_updated') world.methodChangedAt = signal.occurredAt;
    // A goal that holds after any one fact has been reached.
    if (index < signals.length - 1 && wanted(world).length > 0)
      endTreatments(world, wanted(world), knownNow(world), [signal]);
  }
  const { facts, contexts, crossings } = evaluateNow(world);
  noteEscalations(world, signals);
  actOn(world, { facts, contexts, crossings, signals });
}

function stored(world: World, signal: TestSignal): CustomerSignal {
  world.position += 1;
  const { name, value, data, context, atMs } = signal;
  const occurredAt = after(world.startedAt, atMs);
  return {
    id: `s${world.position}`,
    name,
    value: valueFrom(value, world.startedAt),
    occurredAt,
    position: world.position,
    ...(data && { data }),
    ...(context && { context }),
  };
}
