import { setTimeout as delay } from 'node:timers/promises';
import type { CaughtMail } from '../../ports/channels/catcher/caught-mail';
import { countHistory, type HistoryCount } from './history-count';
import { cpuOfChildren } from './process-cpu';
import type { OpenApproval, Side, WaitingTreatment } from './side';
import { prepareBatch } from './side';
import type { Site } from './site';

/** What one batch of treatments came to. */
export interface BatchRun {
  readonly seconds: number;
  readonly perSecond: number;
  /** CPU milliseconds a treatment, by process. */
  readonly cpuMs: Readonly<Record<string, number>>;
  readonly histories: readonly HistoryCount[];
}

const pollMs = 25;
const patienceMs = 180_000;
const sampled = 25;

/** Runs a batch from the first start to the last outcome, and proves that the work was done. */
export async function runBatch(
  site: Site,
  side: Side,
  batch: { name: string; size: number },
): Promise<BatchRun> {
  const { treatments, begin } = await prepareBatch(side, batch);
  const names = processNames(site);
  const cpuBefore = cpuOfChildren(names);
  const startedAt = performance.now();
  const beginning = begin();
  await approveUntilClosed(side, treatments);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuAfter = cpuOfChildren(names);
  await beginning;
  await proveDone(site, side, treatments);
  const histories: HistoryCount[] = [];
  for (const { id } of treatments.slice(0, sampled)) histories.push(await countHistory(site.temporal, id));
  const cpuMs = Object.fromEntries(
    Object.entries(cpuAfter).map(([name, ms]) => [name, (ms - (cpuBefore[name] ?? 0)) / batch.size]),
  );
  return { seconds, perSecond: batch.size / seconds, cpuMs, histories };
}

function processNames({ worker, relay, baselineWorker, deployment }: Site): ReadonlyMap<number, string> {
  return new Map([
    [worker.pid, 'worker'],
    [baselineWorker.pid, 'worker'],
    [relay.pid, 'relay'],
    [deployment.firstApi.pid, 'api'],
    [process.pid, 'bench'],
  ]);
}

// A person needs a moment: a decision that came before its question was taken in would spare the wait on either side.
const thinkMs = 1_500;

async function approveUntilClosed(side: Side, treatments: readonly WaitingTreatment[]): Promise<void> {
  const ids = treatments.map(({ id }) => id);
  const asked = new Set<string>();
  const deciding: Promise<void>[] = [];
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { open, closed } = await side.app.store.transaction(async (tx) => ({
      open: await tx.query<OpenApproval>(
        `SELECT id, customer_key AS "customerKey", treatment_id AS "treatmentId" FROM approvals
         WHERE state = 'open' AND treatment_id = ANY($1::text[]) AND requested_at <= $2`,
        [ids, new Date(Date.now() - thinkMs).toISOString()],
      ),
      closed: await tx.query(`SELECT id FROM treatments WHERE state = 'closed' AND id = ANY($1::text[])`, [
        ids,
      ]),
    }));
    for (const approval of open) {
      if (asked.has(approval.id)) continue;
      asked.add(approval.id);
      deciding.push(side.approve(approval));
    }
    if (closed.length === ids.length) break;
    if (Date.now() > deadline)
      throw new Error(
        `${side.name}: ${closed.length} of ${ids.length} treatments ended in ${patienceMs / 1_000} s`,
      );
    await delay(pollMs);
  }
  await Promise.all(deciding);
}

async function proveDone(site: Site, side: Side, treatments: readonly WaitingTreatment[]): Promise<void> {
  const ids = treatments.map(({ id }) => id);
  const { outcomes, approvals } = await side.app.store.transaction(async (tx) => ({
    outcomes: await tx.query(
      `SELECT id FROM treatments WHERE outcome = 'resolved' AND id = ANY($1::text[])`,
      [ids],
    ),
    approvals: await tx.query(
      `SELECT id FROM approvals WHERE state = 'approved' AND treatment_id = ANY($1::text[])`,
      [ids],
    ),
  }));
  const addresses = new Set(treatments.map(({ customer }) => customer.address));
  const { messages } = await site.deployment.mail.get<{ messages: readonly CaughtMail[] }>('/messages');
  const mails = messages.flatMap(({ to }) => to).filter((address) => addresses.has(address));
  const reached = new Set(mails);
  const done = {
    outcomes: outcomes.length,
    approvals: approvals.length,
    mails: mails.length,
    reached: reached.size,
    completed: await completedWorkflows(site, ids),
  };
  const wrong = Object.entries(done).filter(([, count]) => count !== ids.length);
  if (wrong.length > 0)
    throw new Error(`${side.name}: of ${ids.length} treatments only ${JSON.stringify(done)}`);
}

async function completedWorkflows({ temporal }: Site, ids: readonly string[]): Promise<number> {
  let completed = 0;
  for (const id of ids) {
    // Closing follows the outcome's commit by one workflow task.
    await temporal.workflow.getHandle(id).result();
    completed += 1;
  }
  return completed;
}
