import type { CaughtMail } from '../../ports/channels/catcher/caught-mail';
import type { Answered, Fired, Started } from './latency-fire';
import type { Site } from './site';

/** Milliseconds, one value a sample. */
export interface Latencies {
  readonly firstEffectMs: readonly number[];
  readonly closeMs: readonly number[];
  readonly bareMs: readonly number[];
}

/** Waits for everything sent to have its effect, and reads when that was. Throws where one has none, or more than one. */
export async function collect(site: Site, { answered, started }: Fired): Promise<Latencies> {
  const bareMs: number[] = [];
  for (const one of started) bareMs.push(await bareOf(site, one));
  const closeMs: number[] = [];
  for (const one of answered) closeMs.push(await closeOf(site, one));
  const { messages } = await site.deployment.mail.get<{ messages: readonly CaughtMail[] }>('/messages');
  const mails = new Map<string, CaughtMail[]>();
  for (const mail of messages) mails.set(mail.to[0] ?? '', [...(mails.get(mail.to[0] ?? '') ?? []), mail]);
  return { firstEffectMs: answered.map((one) => effectOf(one, mails)), closeMs, bareMs };
}

async function bareOf({ temporal }: Site, { workflowId, calledAt }: Started): Promise<number> {
  const enteredAt: unknown = await temporal.workflow.getHandle(workflowId).result();
  if (typeof enteredAt !== 'number') throw new Error(`${workflowId} gave ${JSON.stringify(enteredAt)}`);
  return enteredAt - calledAt;
}

async function closeOf({ temporal }: Site, { treatmentId, settledAt }: Answered): Promise<number> {
  const handle = temporal.workflow.getHandle(treatmentId);
  const result = (await handle.result()) as { readonly outcome: string };
  if (result.outcome !== 'cured') throw new Error(`${treatmentId} ended ${result.outcome}, not cured`);
  const { closeTime } = await handle.describe();
  if (!closeTime) throw new Error(`${treatmentId} has a result and no close time`);
  return closeTime.getTime() - settledAt;
}

function effectOf(
  { customer, crossedAt }: Answered,
  mails: ReadonlyMap<string, readonly CaughtMail[]>,
): number {
  const [mail, ...more] = mails.get(customer.address) ?? [];
  if (!mail || more.length > 0)
    throw new Error(`${customer.id} has ${mail ? 1 + more.length : 0} mails, not one`);
  return Date.parse(mail.receivedAt) - crossedAt;
}
