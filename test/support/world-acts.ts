import { acceptCrossings } from '../../application/accept-crossings';
import { acceptSignals, type ItemResult } from '../../application/accept-signals';
import type { Application } from '../../application/application';
import { putCustomer } from '../../application/customers';
import type { Engine } from './world-engine';
import type { TestCustomer, World } from './world-interface';
import { decideStep, finishStep, manager } from './world-people';

type Acts = Pick<
  World,
  'act' | 'customer' | 'signal' | 'paymentFails' | 'crosses' | 'raw' | 'decide' | 'finish' | 'settle'
>;

/** What people and other systems do to a world; each act waits for what follows from it. */
export function actsOn({ app, clock, settle, settleTouched, patient, touched }: Engine): Acts {
  const act = async <T>(what: (app: Application) => Promise<T>): Promise<T> => {
    await clock.refresh();
    const answer = await what(app);
    await settleTouched();
    return answer;
  };
  const signal: World['signal'] = (customer, name, value, more) =>
    act(async () => accepted(await acceptSignals(app, [stamp(app, { customer, name, value, ...more })], by)));
  return {
    act,
    settle,
    signal,
    customer: (id, more) => putTestCustomer(app, id, more ?? {}),
    paymentFails: (customer, invoice, declineCode) => {
      const data = { invoice, amountMinor: 4_900, currency: 'usd', declineCode };
      return signal(customer, 'invoice_payment_failed', true, { context: `invoice:${invoice}`, data });
    },
    crosses: (customer, segment, direction = 'entered', context) =>
      act(async () => {
        const crossing = { customer, segment, direction, ...(context !== undefined && { context }) };
        return accepted(await acceptCrossings(app, [stamp(app, crossing)], by));
      }),
    raw: (id, name, payload) => {
      touched.add(id);
      return act(() => patient.workflow.getHandle(id).signal(name, payload));
    },
    decide: (id, step, decided) => act(() => decideStep(app, id, step, decided)),
    finish: (id, step, result) => act(() => finishStep(app, id, step, result)),
  };
}

const by = { actor: manager };
let sent = 0;

function stamp<T extends object>(app: Application, input: T) {
  sent += 1;
  return { id: `sent-${sent}`, origin: 'test', occurredAt: app.clock.now(), ...input };
}

function accepted([result]: readonly ItemResult[]): ItemResult {
  if (!result || result.status === 'rejected') throw new Error(`refused: ${JSON.stringify(result)}`);
  return result;
}

const names: Readonly<Record<string, string>> = { billing: 'Nora', champion: 'Chris' };

async function putTestCustomer(app: Application, id: string, more: TestCustomer): Promise<string> {
  const { contacts: roles = ['billing', 'champion'], ...rest } = more;
  const contacts = roles.map((role) => {
    return { id: role, role, name: names[role] ?? 'Robin', email: `${id}.${role}@example.com` };
  });
  const put = await putCustomer(app, { id, contacts, ...rest }, manager);
  if (!put.ok) throw new Error(put.message);
  return put.customerKey;
}
