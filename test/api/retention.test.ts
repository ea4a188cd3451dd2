import { insertApproval } from '../../ports/store/tables/approvals';
import { openQuestion } from '../../ports/store/tables/cohort-decisions';
import { approvalRow } from '../support/approval-row';
import { startApiWorld, usageDown, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

describe('what is decided about many customers, over HTTP', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
  });
  afterAll(() => world.close());

  const waiting = async (customer: string, cohort: string): Promise<string> => {
    const answer = await world.call('POST', '/v1/signals', usageDown(customer));
    const [item] = answer.body['results'] as { treatments: string[] }[];
    const treatmentId = item!.treatments[0]!;
    const at = world.app.clock.now();
    const id = `approval:${customer}`;
    await world.app.store.transaction(async (tx) => {
      const ask = { id: `cohort:${customer}`, policy: 'plan', cohort, askedAt: at, validMs: 86_400_000 };
      const { id: cohortDecision } = await openQuestion(tx, ask);
      const expiresAt = new Date(Date.parse(at) + 86_400_000).toISOString();
      const evidence = { economics: { atRisk: 10, expectedSaving: 3, cost: 1, net: 2 } };
      const asked = { step: 'worth', title: 'Worth it?', requestedAt: at, dueAt: at, expiresAt };
      await insertApproval(tx, approvalRow({ id, treatmentId, ...asked, evidence, cohortDecision }));
    });
    return id;
  };

  it('a cohort waits as one question with its sums, and is decided by its approval', async () => {
    const first = await waiting('small-1', 'small');
    const second = await waiting('small-2', 'small');
    const open = await world.call('GET', '/v1/cohort-decisions?state=open');
    expect(open.body['cohortDecisions']).toMatchObject([
      { cohort: 'small', state: 'open', waiting: 2, net: 4, approvalId: first },
    ]);
    const decided = await world.call('POST', `/v1/approvals/${first}/decision`, { decision: 'reject' });
    expect([decided.status, decided.body['state']]).toEqual([200, 'rejected']);
    const other = await world.call('GET', `/v1/approvals/${second}`);
    expect(other.body).toMatchObject({
      state: 'rejected',
      via: 'cohort',
      evidence: { economics: { net: 2 } },
    });
    const all = await world.call('GET', '/v1/cohort-decisions');
    expect(all.body['cohortDecisions']).toMatchObject([{ state: 'rejected', waiting: 0, net: null }]);
  });

  it('reasons and budgets are empty lists where there are none', async () => {
    expect((await world.call('GET', '/v1/loss-reasons?playbook=rescue')).body).toEqual({ lossReasons: [] });
    expect((await world.call('GET', '/v1/budgets')).body).toEqual({ budgets: [] });
  });

  it('a customer has no economics where the book weighs nothing', async () => {
    await world.call('PUT', '/v1/customers/plain', { attributes: { plan: 'basic' } });
    expect((await world.call('GET', '/v1/customers/plain')).body['economics']).toBeNull();
  });

  it.each([
    ['GET', '/v1/loss-reasons?from=yesterday', 400],
    ['GET', '/v1/cohort-decisions?state=maybe', 400],
    ['GET', '/v1/approvals/approval:none', 404],
    ['POST', '/v1/tasks/task:none/waive', 400],
  ])('%s %s is a %s', async (method, route, status) => {
    expect((await world.call(method, route, method === 'POST' ? {} : undefined)).status).toBe(status);
  });

  it('a task that is not there cannot be waived', async () => {
    expect((await world.call('POST', '/v1/tasks/task:none/waive', { reason: 'x' })).status).toBe(404);
  });
});
