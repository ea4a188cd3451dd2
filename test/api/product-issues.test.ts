import { countCase } from '../../application/count-case';
import { runCli } from '../../cli/run';
import { startApiWorld, type ApiWorld } from './api-world';
import { tokenWith } from './http-harness';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

const rule = { issueAt: 2, withinMs: 86_400_000, queue: 'product', title: 'Slow exports', dueMs: 86_400_000 };

describe('product issues over HTTP and on the command line', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
    for (const id of ['acme', 'beta']) {
      const { body } = await world.call('PUT', `/v1/customers/${id}`, {});
      const customerKey = String(body['customerKey']);
      const treatmentId = `treatment:reputation-recovery:${customerKey}:1`;
      const one = { requestKey: treatmentId, customerKey, treatmentId, step: 'topic', path: '' };
      const counted = { case: { ...one, field: 'complaintTopic', topic: 'slow exports' }, rule };
      await world.app.store.transaction((tx) => countCase(tx, world.app, counted));
    }
  });
  afterAll(() => world.close());

  const list = async (query = '') => (await world.call('GET', `/v1/product-issues${query}`)).body['issues'];

  it('are listed with how many cases of how many customers they have', async () => {
    expect(await list()).toMatchObject([
      {
        topic: 'slow exports',
        state: 'open',
        cases: 2,
        customers: 2,
        queue: 'product',
        title: 'Slow exports',
      },
    ]);
    expect([await list('?state=open'), await list('?state=closed')]).toMatchObject([[{}], []]);
  });

  it('are shown with their cases by the ids the caller gave', async () => {
    const [issue] = (await list()) as { id: string }[];
    const { body } = await world.call('GET', `/v1/product-issues/${issue?.id}`);
    const customers = (body['caseList'] as { customer: string }[]).map(({ customer }) => customer);
    expect(customers.sort()).toEqual(['acme', 'beta']);
  });

  it('that nobody opened are a 404 that names the id', async () => {
    const { status, body } = await world.call('GET', '/v1/product-issues/issue:none');
    expect([status, body['detail']]).toEqual([404, 'There is no product issue issue:none.']);
  });

  it('are printed as a table', async () => {
    const out: string[] = [];
    const token = await tokenWith(world.app);
    const words = ['--url', world.http.url, '--token', token, 'product-issues', 'list'];
    const code = await runCli(words, {
      folder: process.cwd(),
      out: (line) => out.push(line),
      note: () => {},
    });
    expect([code, out[0]]).toEqual([0, expect.stringMatching(/^ID +TOPIC +STATE +CASES +CUSTOMERS +QUEUE/)]);
    expect(out[1]).toMatch(/slow exports +open +2 +2 +product/);
  });
});
