import path from 'node:path';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { createTreatmentActivities } from '../../activities/create-treatment-activities';
import type { Application } from '../../application/application';
import { noCrash } from '../../application/crash-points';
import { relayPass } from '../../application/relay/relay';
import { sweepDue } from '../../application/sweep';
import type { StepCommand } from '../../domain/treatment-activities';
import { createSmtpEmail } from '../../ports/channels/smtp-email';
import { renderTemplate } from '../../ports/templates/render';
import { createTemporalRuntime } from '../../ports/temporal/temporal-runtime';
import type { TreatmentRuntime } from '../../ports/temporal/treatment-runtime';
import { getProgressQuery, type TreatmentProgress } from '../../workflows/messages';
import { nextMonday, type SkippingClock, skippingClock } from './world-clock';
import { applicationOf, gatewayTo, startParts } from './world-parts';
import type { StartedThings } from './started-things';
import { openTreatments } from './world-reads';

const taskQueue = 'treatments';

/** Looks on while activities run. */
export interface ActivityWatch {
  before(name: string, command: unknown): Promise<void>;
  after(name: string, command: unknown): Promise<void>;
  /** So many treatments that after each act only those it has reached are waited for. */
  readonly crowd?: boolean;
}

/** Application, relay and worker around a server whose time skips. */
export type Engine = Awaited<ReturnType<typeof startEngine>>;

/** Starts everything a world is made of; its first day is a Monday, 10:00 UTC. */
export async function startEngine(folder: string, started: StartedThings, watch: ActivityWatch) {
  const parts = await startParts(folder, started);
  const { env, store, mail, sandbox } = parts;
  const clock = await skippingClock(env);
  await env.sleep(Date.parse(nextMonday(clock.now())) - Date.parse(clock.now()));
  await clock.refresh();
  const app = applicationOf(store, clock.now);
  const email = createSmtpEmail({ host: '127.0.0.1', port: mail.smtpPort });
  void started.add(Promise.resolve(email), (sender) => sender.close());
  const calls = { begun: 0, running: 0, touched: new Set<string>() };
  const deliver = relayOf(app, env.client, calls.touched);
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: parts.workflows,
    activities: inSkippedTime(activitiesOf(app, email, sandbox), { calls, clock, deliver, watch }),
  });
  const running = worker.run();
  void started.add(Promise.resolve(worker), (working) => {
    working.shutdown();
    return running;
  });
  const progress = (id: string): Promise<TreatmentProgress> =>
    env.client.workflow.getHandle(id).query(getProgressQuery);
  // The environment's own client lets time skip while it waits: by years, once nothing runs.
  const patient = new Client({ connection: env.connection, namespace: env.namespace ?? 'default' });
  const settling = settled({ app, calls, clock, deliver, progress });
  const settle = (): Promise<void> => settling('all');
  const settleTouched = (): Promise<void> => settling(watch.crowd ? 'touched' : 'all');
  return {
    ...{ app, env, store, mail, sandbox, clock, progress, settle, settleTouched, patient },
    touched: calls.touched,
    sweep: async (): Promise<void> => {
      while ((await sweepDue(app, { limit: 100 })).more);
      // Most sweeps find nothing to tell anybody.
      if ((await deliver()) > 0) await settleTouched();
    },
  };
}

/** The book that ships. */
export const shippedBook = path.join(__dirname, '../../config/book');

// Gives how much was delivered.
function relayOf(app: Application, client: Client, touched: Set<string>): () => Promise<number> {
  const temporal = createTemporalRuntime(client, taskQueue);
  const seen = <T>(id: string, what: T): T => {
    touched.add(id);
    return what;
  };
  const runtime: TreatmentRuntime = {
    ...temporal,
    start: (input) => temporal.start(seen(input.treatmentId, input)),
    deliver: (id, items) => temporal.deliver(id, seen(id, items)),
  };
  const relay = { app, runtime, owner: 'world', wallNow: () => Date.now(), crash: noCrash };
  return async () => {
    let delivered = 0;
    for (let some = await relayPass(relay); some > 0; some = await relayPass(relay)) delivered += some;
    return delivered;
  };
}

function activitiesOf(
  app: Application,
  email: ReturnType<typeof createSmtpEmail>,
  sandbox: Parameters<typeof gatewayTo>[0],
) {
  return createTreatmentActivities({
    app,
    email,
    payments: gatewayTo(sandbox),
    render: renderTemplate,
    links: () => ({ updateCard: 'http://127.0.0.1/update-card', account: 'http://127.0.0.1/account' }),
    trustUnsigned: false,
  });
}

interface Running {
  /** `touched` = treatments that something has reached since they were last seen at rest. */
  readonly calls: { begun: number; running: number; readonly touched: Set<string> };
  readonly clock: SkippingClock;
  readonly deliver: () => Promise<unknown>;
}

// The server stands still while an activity runs: what its transaction put into the outbox is delivered before time moves on.
function inSkippedTime(
  activities: object,
  { calls, clock, deliver, watch }: Running & { readonly watch: ActivityWatch },
) {
  const wrapped =
    (name: string, activity: (command: never) => Promise<unknown>) => async (command: never) => {
      calls.begun += 1;
      calls.running += 1;
      calls.touched.add((command as StepCommand).treatmentId);
      try {
        await clock.refresh();
        await watch.before(name, command);
        const answer = await activity(command);
        await deliver();
        await watch.after(name, command);
        return answer;
      } finally {
        calls.running -= 1;
      }
    };
  const entries = Object.entries(activities) as [string, (command: never) => Promise<unknown>][];
  return Object.fromEntries(entries.map(([name, activity]) => [name, wrapped(name, activity)]));
}

// A query is answered after the workflow has taken in what came before it. With a hundred treatments open, asking all of
// them after each act would be nearly all the work there is: those that nothing has reached are where they were.
function settled(
  given: Running & {
    readonly app: Application;
    readonly progress: (id: string) => Promise<TreatmentProgress>;
  },
): (which: 'all' | 'touched') => Promise<void> {
  const { app, calls, clock, deliver, progress } = given;
  return async (which) => {
    for (let before = -1; before !== calls.begun || calls.running > 0;) {
      before = calls.begun;
      await deliver();
      const open = await openTreatments(app.store);
      const asked = open.filter((id) => which === 'all' || calls.touched.has(id));
      const inFlight = await Promise.all(asked.map(async (id) => (await progress(id)).state.inFlight.length));
      if (inFlight.some((count) => count > 0)) before = -1;
    }
    calls.touched.clear();
    await clock.refresh();
  };
}
