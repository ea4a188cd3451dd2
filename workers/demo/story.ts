import { inCheckout } from '../../config/command-line';
import { createSender, type Send } from '../embedded/sender';
import type { Embedded } from '../embedded/embedded';

const pollMs = 1_000;

/** Plays the demonstration through the public API and the payment sandbox, and tells what happens as it happens. */
export async function tellStory(embedded: Embedded): Promise<void> {
  const { settings, app } = embedded.composition;
  const stage: Stage = {
    api: createSender(embedded),
    sandbox: createSender({ url: embedded.sandboxUrl, token: settings.TIDELINE_STRIPE_KEY ?? '' }),
    now: () => app.clock.now(),
    page: (id) => `${embedded.uiUrl}/namespaces/default/workflows/${encodeURIComponent(id)}`,
    run: String(Date.parse(app.clock.now())),
  };
  await Promise.all([cureByCardUpdate(stage), saveWithApproval(stage)]);
}

interface Stage {
  readonly api: Send;
  readonly sandbox: Send;
  readonly now: () => string;
  /** The page of a treatment in the Temporal UI. */
  readonly page: (treatmentId: string) => string;
  /** Makes the ids of one telling its own, so that the story can be told again. */
  readonly run: string;
}

async function cureByCardUpdate(stage: Stage): Promise<void> {
  const customer = `demo-payer-${stage.run}`;
  await stage.api('PUT', `/v1/customers/${customer}`, {
    zone: 'America/New_York',
    attributes: { name: 'Harbor Books', plan: 'self-serve', annualRevenue: 1_200 },
    contacts: [{ id: 'main', role: 'billing', name: 'Nora Hale', email: 'nora@example.com' }],
  });
  const { customerKey } = (await stage.api('GET', `/v1/customers/${customer}`)) as { customerKey: string };
  await stage.sandbox('POST', '/sandbox/script', {
    customerRef: customerKey,
    declines: ['insufficient_funds', 'insufficient_funds'],
  });
  tell(stage, 'Harbor Books: a card payment of $49.00 fails for insufficient funds.');
  await signal(stage, {
    customer,
    name: 'invoice_payment_failed',
    value: true,
    data: {
      invoice: `in_${stage.run}`,
      amountMinor: 4_900,
      currency: 'usd',
      declineCode: 'insufficient_funds',
    },
  });
  const cure = await told(stage, customer, 'payment-cure', (treatment) => treatment.waitingFor !== '');
  tell(stage, `Harbor Books: its payment cure is at ${stage.page(cure.id)}`);
  await delay(30_000);
  tell(stage, 'Harbor Books: the customer enters a new card; the sandbox reports it by webhook.');
  await stage.sandbox('POST', `/sandbox/customers/${customerKey}/card`, { card: 'pm_card_visa' });
  await told(stage, customer, 'payment-cure', (treatment) => treatment.state === 'closed');
}

async function saveWithApproval(stage: Stage, take = 1): Promise<void> {
  const customer = `demo-saver-${take}-${stage.run}`;
  await stage.api('PUT', `/v1/customers/${customer}`, {
    zone: 'Europe/Berlin',
    attributes: { name: 'Kestrel Logistics', plan: 'enterprise', annualRevenue: 180_000 },
    contacts: [
      { id: 'sponsor', role: 'sponsor', name: 'Ulla Brandt', email: 'ulla@example.com' },
      { id: 'champion', role: 'champion', name: 'Tomas Roth', email: 'tomas@example.com' },
    ],
  });
  tell(stage, 'Kestrel Logistics: usage is down 45 % in the week its champion leaves.');
  await signal(stage, { customer, name: 'usage_change_30d', value: -0.45 });
  await signal(stage, { customer, name: 'champion_departed', value: true });
  const started = await told(stage, customer, 'save-play', (treatment) => treatment.waitingFor !== '');
  if (started.arm === 'holdout') {
    tell(
      stage,
      'Kestrel Logistics was drawn into the holdout: it is only observed, to prove what the play does. Another customer takes its place.',
    );
    return saveWithApproval(stage, take + 1);
  }
  tell(stage, `Kestrel Logistics: its save play is at ${stage.page(started.id)}`);
  const atWork = { over: false };
  const decided = (async () => {
    const decision = await decideAndGoOn(stage, { customer, treatmentId: started.id });
    atWork.over = true;
    return decision;
  })();
  await Promise.all([decided, peopleAtWork(stage, started.id, atWork)]);
  if ((await decided) === 'expired') await saveWithApproval(stage, take + 1);
}

async function decideAndGoOn(
  stage: Stage,
  { customer, treatmentId }: { customer: string; treatmentId: string },
): Promise<string> {
  const approval = await openApproval(stage, treatmentId);
  tell(stage, waitsForYou(approval));
  const decision = await approvalEnded(stage, treatmentId, approval);
  if (decision === 'expired') {
    tell(
      stage,
      'Kestrel Logistics: nobody decided in time, so its play goes on without a plan. Another customer takes its place.',
    );
    return decision;
  }
  tell(
    stage,
    `Kestrel Logistics: the plan is ${decision}; the play goes on to its weekly re-score. Usage recovers and a new champion is named: twice a low score in a row, and it is saved (five minutes).`,
  );
  await signal(stage, { customer, name: 'usage_change_30d', value: 0.05 });
  await signal(stage, { customer, name: 'champion_departed', value: false });
  await told(stage, customer, 'save-play', (treatment) => treatment.state === 'closed');
  tell(stage, 'The story is told. Everything stays up until Ctrl-C: try commands of your own.');
  return decision;
}

function waitsForYou(approval: string): string {
  return [
    'Kestrel Logistics: the recovery plan waits for YOU, for about ten minutes. Decide in one of these ways:',
    `approve it as it is:  ${inCheckout} approvals approve ${approval}`,
    `edit it:              ${inCheckout} approvals approve ${approval} --edit FILE`,
    `reject it:            ${inCheckout} approvals reject ${approval} --comment "why"`,
    'or in the Temporal UI, on its page: More Actions, Send a Signal, name "decision", input {"approve": true}',
  ].join('\n      ');
}

interface Task {
  readonly id: string;
  readonly title: string;
}

interface Approval {
  readonly id: string;
  readonly state: string;
  readonly treatmentId: string;
}

interface TreatmentView {
  readonly id: string;
  readonly playbook: string;
  readonly state: string;
  readonly arm: string;
  readonly step: string;
  readonly waitingFor: string;
  readonly outcome?: string | null;
}

// Tells each change of a treatment until it is where the story needs it.
async function told(
  stage: Stage,
  customer: string,
  playbook: string,
  until: (view: TreatmentView) => boolean,
): Promise<TreatmentView> {
  let last = '';
  for (;;) {
    const { treatments } = (await stage.api(
      'GET',
      `/v1/treatments?customer=${customer}&playbook=${playbook}`,
    )) as {
      treatments: TreatmentView[];
    };
    const treatment = treatments[0];
    if (treatment) {
      const line =
        treatment.state === 'closed'
          ? `${treatment.playbook} ended: ${treatment.outcome ?? ''}`
          : `${treatment.playbook} waits: ${treatment.waitingFor}`;
      // Its first activity has not told yet where it is.
      if (line !== last && (treatment.waitingFor !== '' || treatment.state === 'closed')) tell(stage, line);
      last = line;
      if (until(treatment)) return treatment;
    }
    await delay(pollMs);
  }
}

// The staff of the story do their tasks within half a day, so that the play comes to your decision soon.
async function peopleAtWork(
  stage: Stage,
  treatmentId: string,
  atWork: { readonly over: boolean },
): Promise<void> {
  const result = { result: 'simulated' };
  while (!atWork.over) {
    const { tasks } = (await stage.api('GET', `/v1/tasks?state=open&treatmentId=${treatmentId}`)) as {
      tasks: Task[];
    };
    for (const { id, title } of tasks) {
      await delay(5_000);
      await stage.api('POST', `/v1/tasks/${id}/complete`, result);
      tell(stage, `Kestrel Logistics: a colleague did “${title}”.`);
    }
    await delay(pollMs);
  }
}

async function openApproval(stage: Stage, treatmentId: string): Promise<string> {
  for (;;) {
    const { approvals } = (await stage.api('GET', `/v1/approvals?state=open&treatmentId=${treatmentId}`)) as {
      approvals: Approval[];
    };
    const own = approvals.find((one) => one.treatmentId === treatmentId);
    if (own) return own.id;
    await delay(pollMs);
  }
}

async function approvalEnded(stage: Stage, treatmentId: string, id: string): Promise<string> {
  for (;;) {
    const { approvals } = (await stage.api('GET', `/v1/approvals?treatmentId=${treatmentId}`)) as {
      approvals: Approval[];
    };
    const own = approvals.find((approval) => approval.id === id);
    if (own && own.state !== 'open') return own.state;
    await delay(pollMs);
  }
}

interface Fact {
  readonly customer: string;
  readonly name: string;
  readonly value: number | boolean;
  readonly data?: { readonly invoice: string; readonly [name: string]: string | number };
}

async function signal(stage: Stage, { customer, name, value, data }: Fact): Promise<void> {
  const id = `demo-${customer}-${name}-${stage.now()}`;
  const about = data && { context: `invoice:${data.invoice}`, data };
  await stage.api('POST', '/v1/signals', [{ id, customer, name, value, occurredAt: stage.now(), ...about }]);
}

function tell(stage: Stage, line: string): void {
  console.log(`  [${stage.now().slice(0, 16).replace('T', ' ')}] ${line}`);
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
