import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment } from '../../support/deployment';
import type { CustomerPlan } from '../plan';
import type { Random } from '../random';
import type { Caller } from './caller';
import { sendNudge, sendPayment, sendStop } from './input';

/** People and payments that come in the middle of things, until told to stop looking. */
export interface Interference {
  /** Distinct nudges sent, by customer. */
  readonly nudges: Readonly<Record<string, number>>;
  /** Resolves when what was under way is sent. */
  end(): Promise<void>;
}

interface Seen {
  readonly customer: string;
  readonly treatmentId: string;
  readonly step: string;
}

// Effects in the order of the playbook: whoever misses the one meant for him is met at a later one.
const stepsInOrder = ['notice', 'charge', 'reminder', 'closing'];
const lookEveryMs = 120;

const inFlight = `
  SELECT i.value AS customer, e.treatment_id AS "treatmentId", e.step
  FROM effects e JOIN identities i ON i.customer_key = e.customer_key AND i.kind = 'payments'
  WHERE e.state IN ('reserved', 'attempting')`;
const listening = `
  SELECT i.value AS customer, t.id AS "treatmentId", t.step
  FROM treatments t JOIN identities i ON i.customer_key = t.customer_key AND i.kind = 'payments'
  WHERE t.state = 'running' AND t.step = 'listen' AND t.waiting_for <> ''`;

/** Stops and pays for treatments while one of their effects is reserved or attempting, and nudges those who listen. */
export function interfere(
  deployment: Pick<Deployment, 'query'>,
  plans: readonly CustomerPlan[],
  caller: Caller,
  random: Random,
): Interference {
  const byId = new Map(plans.map((plan) => [plan.id, plan]));
  const meant = new Map(plans.map((plan) => [plan.id, Math.floor(random.next() * 3)]));
  const nudges: Record<string, number> = {};
  const done = new Set<string>();
  const sending = new Set<Promise<void>>();
  let ended = false;
  const begin = (work: Promise<void>): void => {
    const tracked = work.finally(() => sending.delete(tracked));
    sending.add(tracked);
  };
  const meet = ({ customer, treatmentId, step }: Seen): void => {
    const plan = byId.get(customer);
    if (!plan || done.has(customer) || stepsInOrder.indexOf(step) < (meant.get(customer) ?? 0)) return;
    if (plan.fate === 'stopped') begin(sendStop(treatmentId, caller));
    else if (plan.fate === 'paid') begin(sendPayment(plan, caller));
    else return;
    done.add(customer);
  };
  const nudge = ({ customer }: Seen): void => {
    const plan = byId.get(customer);
    if (!plan?.listens || nudges[customer] !== undefined) return;
    nudges[customer] = 1;
    // The store says it as the mail before the wait goes out; the workflow is there a moment later.
    begin(sleep(1_000).then(() => sendNudge(plan, 1, caller)));
  };
  const looking = (async () => {
    while (!ended) {
      (await deployment.query<Seen>(inFlight)).forEach(meet);
      (await deployment.query<Seen>(listening)).forEach(nudge);
      await sleep(lookEveryMs);
    }
  })();
  return {
    nudges,
    end: async () => {
      ended = true;
      await looking;
      await Promise.all(sending);
    },
  };
}
