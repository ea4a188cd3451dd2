import { Gauge, type Registry } from 'prom-client';
import type { Application } from '../application/application';
import { outboxBacklog } from '../ports/store/tables/outbox-delivery';
import { countFailures } from '../ports/store/tables/sweep-due';
import { countUnresolved } from '../ports/store/tables/unresolved';

/** Gauges of what waits and what was put aside; read from the store when they are scraped. */
export function watchBacklog(registry: Registry, app: Application): void {
  const dead = new Gauge({
    name: 'tideline_outbox_dead',
    help: 'Deliveries that Temporal refused for good and that a person must look at',
    registers: [registry],
  });
  const waiting = new Gauge({
    name: 'tideline_outbox_waiting',
    help: 'Deliveries to Temporal not yet made',
    registers: [registry],
    collect: async () => {
      const backlog = await app.store.transaction(outboxBacklog);
      waiting.set(backlog.waiting);
      dead.set(backlog.dead);
    },
  });
  watchUnresolved(registry, app);
  watchFailures(registry, app);
}

function watchUnresolved(registry: Registry, app: Application): void {
  const facts = new Gauge({
    name: 'tideline_unresolved_facts',
    help: 'Facts whose identity no customer has: waiting, or expired, which a person must look at',
    labelNames: ['state'] as const,
    registers: [registry],
    collect: async () => {
      const { waiting, expired } = await app.store.transaction(countUnresolved);
      facts.set({ state: 'waiting' }, waiting);
      facts.set({ state: 'expired' }, expired);
    },
  });
}

function watchFailures(registry: Registry, app: Application): void {
  const failing = new Gauge({
    name: 'tideline_sweep_failures',
    help: 'What the sweep tried in vain and tries again later; what stays must be looked at by a person',
    labelNames: ['what'] as const,
    registers: [registry],
    collect: async () => {
      const counts = await app.store.transaction((tx) => countFailures(tx, app.clock.now()));
      for (const [what, count] of Object.entries(counts)) failing.set({ what }, count);
    },
  });
}
