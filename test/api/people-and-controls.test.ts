import { openTask } from '../../application/people/tasks';
import { insertApproval } from '../../ports/store/tables/approvals';
import { approvalRow } from '../support/approval-row';
import { startApiWorld, usageDown, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

describe('treatments, approvals, tasks and switches over HTTP', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
  });
  afterAll(() => world.close());

  let customers = 0;
  const started = async (): Promise<{ customer: string; id: string; key: string }> => {
    const customer = `customer-${(customers += 1)}`;
    const answer = await world.call('POST', '/v1/signals', usageDown(customer));
    const [item] = answer.body['results'] as { treatments: string[] }[];
    const id = item!.treatments[0]!;
    return { customer, id, key: id.split(':')[2]! };
  };
  const act = (id: string, what: string, body: object = { reason: 'test' }) =>
    world.call('POST', `/v1/treatments/${id}/${what}`, body);

  it.each([
    ['raw', (id: string) => id],
    ['URL-encoded', (id: string) => encodeURIComponent(id)],
  ])('a treatment is read by its id, sent %s', async (_form, write) => {
    const { id } = await started();
    const answer = await world.call('GET', `/v1/treatments/${write(id)}`);
    expect([answer.status, answer.body['id']]).toEqual([200, id]);
  });

  it('treatments are listed by state and customer, page by page', async () => {
    const { customer, id } = await started();
    const mine = await world.call('GET', `/v1/treatments?customer=${customer}&playbook=rescue&state=open`);
    expect(mine.body['treatments']).toMatchObject([{ id, state: 'running' }]);
    const page = await world.call('GET', '/v1/treatments?limit=1');
    expect(page.body['next']).toEqual(expect.any(String));
    const next = await world.call(
      'GET',
      `/v1/treatments?limit=1&cursor=${encodeURIComponent(String(page.body['next']))}`,
    );
    expect(next.body['treatments']).not.toEqual(page.body['treatments']);
  });

  it('a treatment is paused, resumed and stopped, and then nothing more', async () => {
    const { id } = await started();
    expect((await act(id, 'pause')).body['state']).toBe('paused');
    expect((await act(encodeURIComponent(id), 'resume')).body['state']).toBe('running');
    expect((await act(id, 'resume')).status).toBe(409);
    expect((await act(id, 'stop')).body).toMatchObject({ state: 'ending', inFlight: [] });
  });

  it('an act needs a reason and takes no actor', async () => {
    const { id } = await started();
    expect((await act(id, 'stop', {})).status).toBe(400);
    const named = await act(id, 'stop', { reason: 'x', by: 'the boss' });
    expect([named.status, named.body['errors']]).toEqual([400, [expect.objectContaining({ field: 'by' })]]);
  });

  it('an id of no treatment is a 404, a malformed one a 400', async () => {
    expect((await act('treatment:rescue:000000000000:9', 'stop')).status).toBe(404);
    expect((await world.call('GET', '/v1/treatments/treatment:rescue:000000000000:9')).status).toBe(404);
    expect((await act('nonsense', 'stop')).status).toBe(400);
  });

  it('an event is a signal with its customer filled in', async () => {
    const { id, customer } = await started();
    const answer = await act(id, 'events', {
      id: 'ev',
      name: 'card_updated',
      value: true,
      occurredAt: '2026-03-02T08:30:00Z',
    });
    expect(answer.body['results']).toMatchObject([{ status: 'accepted' }]);
    const timeline = await world.call('GET', `/v1/customers/${customer}/timeline`);
    expect(JSON.stringify(timeline.body['entries'])).toContain('card_updated');
  });

  describe('approvals', () => {
    const asked = async (): Promise<string> => {
      const { id, key } = await started();
      const approvalId = `approval:${key}`;
      const draft = { draftTemplate: 'plan', draftSubject: 'Our plan', draftText: 'Draft.' };
      await world.app.store.transaction((tx) =>
        insertApproval(tx, approvalRow({ id: approvalId, treatmentId: id, ...draft })),
      );
      return approvalId;
    };
    const decide = (id: string, body: object) =>
      world.call('POST', `/v1/approvals/${encodeURIComponent(id)}/decision`, body);

    it('are listed while open and decided once, by whom the token says', async () => {
      const id = await asked();
      const open = await world.call('GET', '/v1/approvals?state=open');
      expect(open.body['approvals']).toContainEqual(expect.objectContaining({ id }));
      const own = await world.call('GET', `/v1/approvals?customer=${id.slice('approval:'.length)}`);
      expect(own.body['approvals']).toEqual([expect.objectContaining({ id })]);
      expect((await world.call('GET', '/v1/approvals?customer=nobody')).body['approvals']).toEqual([]);
      const decided = await decide(id, { decision: 'approve', finalText: 'Better.', confirmStale: true });
      expect(decided.body).toMatchObject({ state: 'approved', decidedBy: 'tester', finalText: 'Better.' });
      expect((await decide(id, { decision: 'reject' })).status).toBe(409);
    });

    it('are not decided by a token without the role', async () => {
      const id = await asked();
      const other = await world.as({ subject: 'intern', roles: [] });
      const answer = await other('POST', `/v1/approvals/${id}/decision`, { decision: 'approve' });
      expect([answer.status, answer.body['type']]).toEqual([403, 'urn:tideline:problem:roleMissing']);
    });

    it('take no actor from the body', async () => {
      const answer = await decide(await asked(), { decision: 'approve', decidedBy: 'the boss' });
      expect([answer.status, answer.body['errors']]).toEqual([
        400,
        [expect.objectContaining({ field: 'decidedBy' })],
      ]);
    });
  });

  it('tasks are listed and completed once', async () => {
    const { id, key, customer } = await started();
    const task = await world.app.store.transaction((tx) =>
      openTask(tx, world.app, {
        treatmentId: id,
        customerKey: key,
        step: 'call',
        path: '',
        queue: 'success',
        title: 'Call them',
        dueAt: '2026-03-03T09:00:00.000Z',
      }),
    );
    const open = await world.call('GET', '/v1/tasks?state=open&queue=success');
    expect(open.body['tasks']).toContainEqual(expect.objectContaining({ id: task.id }));
    for (const whose of [customer, key]) {
      const own = await world.call('GET', `/v1/tasks?customer=${whose}`);
      expect(own.body['tasks']).toEqual([expect.objectContaining({ id: task.id })]);
    }
    expect((await world.call('GET', '/v1/tasks?customer=nobody')).body['tasks']).toEqual([]);
    const complete = () =>
      world.call('POST', `/v1/tasks/${encodeURIComponent(task.id)}/complete`, { result: 'reached' });
    expect((await complete()).body).toMatchObject({ state: 'done', result: 'reached', closedBy: 'tester' });
    expect((await complete()).status).toBe(409);
  });

  it('a kill switch is turned on, read and turned off', async () => {
    const path = '/v1/kill-switches/playbook:rescue';
    expect((await world.call('GET', path)).status).toBe(404);
    expect((await world.call('PUT', path, { reason: 'a wrong mail' })).status).toBe(200);
    expect((await world.call('GET', encodeURI(path))).body).toMatchObject({
      scope: 'playbook:rescue',
      reason: 'a wrong mail',
      by: 'tester',
    });
    expect((await world.call('GET', '/v1/kill-switches')).body['killSwitches']).toHaveLength(1);
    expect((await world.call('DELETE', path)).body).toMatchObject({ on: false });
    expect((await world.call('DELETE', path)).status).toBe(404);
    expect((await world.call('PUT', '/v1/kill-switches/everything', { reason: 'x' })).status).toBe(400);
  });

  it.each([
    ['playbook:rescu', 'playbook:rescue'],
    ['channel:emial', 'channel:email'],
    ['effect:mesage', 'effect:message'],
  ])('a kill switch %s that would stop nothing is a 422 that names %s', async (scope, meant) => {
    const answer = await world.call('PUT', `/v1/kill-switches/${scope}`, { reason: 'x' });
    expect([answer.status, answer.body['errors']]).toEqual([
      422,
      [{ field: 'scope', message: expect.any(String), fix: `Did you mean "${meant}"?` }],
    ]);
  });

  it('a kill switch of a playbook that left the book is still cleared, and set while it runs', async () => {
    await started();
    const { playbooks, ...book } = await world.app.store.transaction((tx) => world.app.books.active(tx));
    const { rescue: _gone, ...others } = playbooks;
    const path = '/v1/kill-switches/playbook:rescue';
    try {
      await world.app.activate({ ...book, playbooks: others, hash: 'without-rescue' });
      expect((await world.call('PUT', path, { reason: 'x' })).status).toBe(200);
      expect((await world.call('DELETE', path)).status).toBe(200);
    } finally {
      await world.app.activate({ ...book, playbooks });
    }
  });

  it('the registry, the storm breaker and the ledger are read', async () => {
    await started();
    const segments = await world.call('GET', '/v1/segments');
    expect(segments.body['segments']).toContainEqual(
      expect.objectContaining({ id: 'usage-down', members: expect.any(Number) }),
    );
    expect((await world.call('GET', '/v1/storm-breaker')).body).toMatchObject({ tripped: false });
    expect((await world.call('POST', '/v1/storm-breaker/clear', { held: 'release' })).status).toBe(200);
    expect((await world.call('GET', '/v1/audit/verify')).body).toMatchObject({ ok: true, problems: [] });
    expect((await world.call('GET', '/v1/books/active')).body).toMatchObject({
      hash: 'test',
      publishedBy: 'test',
    });
  });
});
