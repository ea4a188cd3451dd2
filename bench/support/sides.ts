import { decideApproval } from '../../application/people/decide-approval';
import { outboxChannel } from '../../ports/store/store';
import { releaseCustomers } from '../../ports/store/tables/relay-leases';
import { searchAttributes } from '../../workflows/search-attributes';
import { approveByHand } from '../baseline/decide';
import { type PlanInput, planDecidedSignal } from '../baseline/messages';
import type { Side, WaitingTreatment } from './side';
import { baselineQueue, type Site } from './site';

const owner = 'bench';
const farAway = '2999-01-01T00:00:00.000Z';

/** Tideline: the relay starts what the outbox holds, a decision arrives through the inbox. */
export function ourSide({ ours }: Site): Side {
  const actor = { subject: 'bench', kind: 'person', roles: ['manager'], scopes: [] } as const;
  return {
    name: 'ours',
    app: ours,
    // The bench holds the customers' leases, as another relay would, until the clock runs.
    prepare: async (customers) => {
      const keys = customers.map(({ key }) => key);
      await ours.store.transaction((tx) =>
        tx.query(
          'INSERT INTO relay_leases (customer_key, owner, until) SELECT unnest($1::text[]), $2, $3::timestamptz',
          [keys, owner, farAway],
        ),
      );
      return () =>
        ours.store.transaction(async (tx) => {
          await releaseCustomers(tx, owner, keys);
          await tx.query(`NOTIFY ${outboxChannel}`);
        });
    },
    approve: async ({ id }) => {
      const done = await decideApproval(ours, { approvalId: id, decision: 'approve', actor, via: 'api' });
      if (!done.ok) throw new Error(`${id}: ${done.message}`);
    },
  };
}

/** The hand-written workflow: the bench starts it and signals it, as an application without a relay would. */
export function baselineSide({ baseline, temporal }: Site, workflow: HandWritten = handWritten.plan): Side {
  return {
    name: 'baseline',
    app: baseline,
    prepare: async () => async (treatments) => {
      const queue = [...treatments];
      // As many at once as the relay has.
      await Promise.all(
        Array.from({ length: 64 }, async () => {
          for (let next = queue.shift(); next; next = queue.shift()) await start(temporal, next, workflow);
        }),
      );
    },
    approve: async (approval) => {
      await approveByHand(baseline, approval);
      await temporal.workflow.getHandle(approval.treatmentId).signal(planDecidedSignal, approval.id);
    },
  };
}

/** A hand-written workflow and the playbook it stands for. */
interface HandWritten {
  readonly type: string;
  readonly playbook: string;
  readonly title: string;
  readonly steps: readonly string[];
}

/** What the benches have written by hand. */
export const handWritten = {
  plan: {
    type: 'handWrittenPlan',
    playbook: 'bench-plan',
    title: 'Plan under load',
    steps: [
      'Send notice by email',
      'Wait 1s',
      'Ask for approval: Approve the plan',
      'Score the customer again',
    ],
  },
  sleep: {
    type: 'handWrittenSleep',
    playbook: 'bench-sleep',
    title: 'Asleep',
    steps: ['Wait 30 days', 'End as resolved'],
  },
} as const satisfies Readonly<Record<string, HandWritten>>;

async function start(
  temporal: Site['temporal'],
  { id, customer, why }: WaitingTreatment,
  { type, playbook, title, steps }: HandWritten,
): Promise<void> {
  const input: PlanInput = { treatmentId: id, customerKey: customer.key, why };
  await temporal.workflow.start(type, {
    workflowId: id,
    taskQueue: baselineQueue,
    args: [input],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowExecutionTimeout: '30d',
    typedSearchAttributes: [
      { key: searchAttributes.customerKey, value: customer.key },
      { key: searchAttributes.playbook, value: playbook },
      { key: searchAttributes.valueTier, value: 'low' },
      { key: searchAttributes.riskTier, value: 'low' },
      { key: searchAttributes.arm, value: 'treatment' },
    ],
    staticSummary: `${title} — ${why}`,
    staticDetails: `**Why it started:** ${why}\n\n**Customer:** ${customer.key}\n\n**Plan**\n\n${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}`,
    memo: { dimension: 'churn' },
  });
}
