import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseDuration } from '../../domain/durations';
import type { TreatmentResult } from '../../domain/treatment';
import { actsOn } from './world-acts';
import { publishFolder } from './world-book';
import { walk, worldAgenda } from './world-clock';
import { type Engine, shippedBook, startEngine } from './world-engine';
import type { World, WorldOptions } from './world-interface';
import { control, type SandboxCharge } from './world-parts';
import { startedThings, type StartedThings } from './started-things';
import * as reads from './world-reads';

export type { World } from './world-interface';
export { manager } from './world-people';

/** Brings a world up on a published book; its first day is a Monday, 10:00 UTC. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-world-'));
  const started = startedThings();
  const close = async (): Promise<void> => {
    await started.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await bringUp(options, { folder, started, close });
  } catch (error) {
    await close();
    throw error;
  }
}

interface Site {
  readonly folder: string;
  readonly started: StartedThings;
  readonly close: () => Promise<void>;
}

async function bringUp(options: WorldOptions, { folder, started, close }: Site): Promise<World> {
  const engine = await startEngine(folder, started, {
    before: async (name, command) => options.beforeCall?.(name, command, world),
    after: async (name, command) => options.onAnswer?.(name, command, world),
    ...(options.crowd && { crowd: true }),
  });
  const { app, store, env, clock } = engine;
  const agenda = worldAgenda();
  const { settle, settleTouched, sweep } = engine;
  const stops = { env, clock, agenda, settle, settleTouched, sweep };
  const world: World = {
    ...{ app, store, env, agenda },
    ...actsOn(engine),
    ...lookingAt(engine),
    now: clock.now,
    advance: (duration) =>
      walk(
        { ...stops, nextEvaluation: () => reads.nextEvaluation(store) },
        Date.parse(clock.now()) + parseDuration(duration),
      ),
    declines: async (customerRef, declines) => {
      await control(engine.sandbox, 'POST', '/sandbox/script', { customerRef, declines });
    },
    sandbox: (method, route, body) => control(engine.sandbox, method, route, body),
    publish: (bookFolder, edits) =>
      publishFolder(app, bookFolder, { everybody: options.holdout !== true, ...(edits && { edits }) }),
    close,
  };
  await world.publish(options.book ?? shippedBook, options.edits);
  return world;
}

type Looks = Pick<
  World,
  'treatments' | 'treatment' | 'progress' | 'result' | 'effects' | 'ledger' | 'mails' | 'charges'
>;

function lookingAt({ app, store, settle, patient, progress, mail, sandbox }: Engine): Looks {
  return {
    progress,
    treatments: (customer) => reads.treatmentsOf(app, customer),
    treatment: (customer, playbook) => reads.onlyTreatment(app, customer, playbook),
    result: async (id) => {
      await settle();
      if ((await reads.openTreatments(store)).includes(id)) throw new Error(`${id} has not ended`);
      return patient.workflow.getHandle(id).result() as Promise<TreatmentResult>;
    },
    effects: (id) => reads.effectLines(store, id),
    ledger: (customerKey) => reads.ledgerLines(store, customerKey),
    mails: (customer) =>
      mail.messages().filter(({ to }) => to.some((address) => address.startsWith(`${customer}.`))),
    charges: async (customerKey) => {
      const { charges } = (await control(sandbox, 'GET', '/sandbox/charges')) as { charges: SandboxCharge[] };
      return charges.filter(({ customerRef }) => customerRef === customerKey).reverse();
    },
  };
}
