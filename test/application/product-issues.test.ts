import { countCase } from '../../application/count-case';
import { putCustomer } from '../../application/customers';
import { mergeCustomers } from '../../application/merge-customers';
import { completeTask, listTasks } from '../../application/people/tasks';
import { listProductIssues, readProductIssue } from '../../application/product-issues';
import { openPostgresStore } from '../../ports/store/postgres-store';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { rows } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { freshDatabase } from '../support/postgres';
import { describeWith } from '../support/require';
import { describeStores } from '../support/stores';

const day = 86_400_000;
const rule = { issueAt: 3, withinMs: 30 * day, queue: 'product', title: 'A problem', dueMs: 5 * day };
let next = 0;

/** A case of another customer. */
async function complain(app: TestApplication, topic: string) {
  const n = (next += 1);
  const put = await putCustomer(app, { id: `customer-${n}` }, testActor);
  if (!put.ok) throw new Error(`customer-${n} was refused: ${put.message}`);
  const { customerKey } = put;
  const treatmentId = `treatment:reputation-recovery:${customerKey}:1`;
  const one = { customerKey, treatmentId, step: 'topic', path: '', field: 'complaintTopic', topic };
  const counted = { case: { ...one, requestKey: `${treatmentId}|topic` }, rule };
  return app.store.transaction((tx) => countCase(tx, app, counted));
}
const issues = (app: TestApplication, topic: string) =>
  listProductIssues(app, { limit: 1_000 }).then((all) => all.filter((one) => one.topic === topic));

async function onlyIssue(app: TestApplication, topic: string) {
  const [one] = await issues(app, topic);
  const whole = await readProductIssue(app, one?.id ?? '');
  if (!whole) throw new Error(`there is no issue about ${topic}`);
  return whole;
}

describeStores('complaints about one topic', (kind) => {
  let app: TestApplication;
  let topic: string;
  beforeAll(async () => {
    app = await testApplication({ kind, book: intakeBook() });
  });
  afterAll(() => app.close());
  beforeEach(() => {
    topic = `topic ${(next += 1)}`;
  });

  it('make one issue with one task of its queue at the third', async () => {
    expect(await complain(app, topic)).toBe('recorded');
    expect(await complain(app, topic)).toBe('recorded');
    expect(await issues(app, topic)).toEqual([]);
    expect(await complain(app, topic)).toBe('issueOpened');
    const [issue] = await issues(app, topic);
    expect(issue).toMatchObject({
      state: 'open',
      cases: 3,
      customers: 3,
      queue: 'product',
      title: 'A problem',
    });
    const tasks = await listTasks(app, { queue: 'product', limit: 100 });
    expect(tasks.filter(({ id }) => id === issue?.taskId)).toMatchObject([
      { state: 'open', treatmentId: null },
    ]);
  });

  it('join the issue that is open, and are listed with it', async () => {
    for (let n = 0; n < 3; n += 1) await complain(app, topic);
    expect(await complain(app, topic)).toBe('issueJoined');
    const [issue, ...others] = await issues(app, topic);
    expect(others).toEqual([]);
    const whole = await readProductIssue(app, issue?.id ?? '');
    expect(whole?.caseList.map(({ customer }) => customer)).toHaveLength(4);
    expect(whole?.caseList[0]?.treatmentId).toMatch(/^treatment:reputation-recovery:/);
  });

  it('make an issue when the first is as old as the window, to the moment', async () => {
    await complain(app, topic);
    await complain(app, topic);
    app.clock.advance(30 * day);
    expect(await complain(app, topic)).toBe('issueOpened');
  });

  it('go along when their customers become one', async () => {
    for (let n = 0; n < 3; n += 1) await complain(app, topic);
    const [, , last] = (await onlyIssue(app, topic)).caseList;
    const [first] = (await onlyIssue(app, topic)).caseList;
    await mergeCustomers(app, { from: last?.customer ?? '', into: first?.customer ?? '' }, testActor);
    expect(await onlyIssue(app, topic)).toMatchObject({ cases: 3, customers: 2, state: 'open' });
    expect(await complain(app, topic)).toBe('issueJoined');
  });

  it('make no issue when they are further apart than the window', async () => {
    await complain(app, topic);
    await complain(app, topic);
    app.clock.advance(30 * day + 1);
    expect(await complain(app, topic)).toBe('recorded');
    expect(await issues(app, topic)).toEqual([]);
  });

  it('make another issue once the first is done, and three more have come', async () => {
    for (let n = 0; n < 3; n += 1) await complain(app, topic);
    const [first] = await issues(app, topic);
    await completeTask(app, { taskId: first?.taskId ?? '', result: 'fixed', actor: testActor });
    const after = [await complain(app, topic), await complain(app, topic), await complain(app, topic)];
    expect(after).toEqual(['recorded', 'recorded', 'issueOpened']);
    expect((await issues(app, topic)).map(({ state, result }) => [state, result]).sort()).toEqual([
      ['closed', 'fixed'],
      ['open', null],
    ]);
  });

  it('are counted apart from those about another topic', async () => {
    await complain(app, topic);
    await complain(app, topic);
    expect(await complain(app, `${topic} b`)).toBe('recorded');
  });

  it('count once, however often the activity is tried', async () => {
    await complain(app, topic);
    const [last] = await rows<{ request_key: string; customer_key: string; treatment_id: string }>(
      app,
      'SELECT request_key, customer_key, treatment_id FROM topic_cases WHERE topic = $1',
      [topic],
    );
    const again = {
      case: {
        requestKey: last!.request_key,
        customerKey: last!.customer_key,
        treatmentId: last!.treatment_id,
        step: 'topic',
        path: '',
        field: 'complaintTopic',
        topic,
      },
      rule,
    };
    for (let n = 0; n < 3; n += 1)
      expect(await app.store.transaction((tx) => countCase(tx, app, again))).toBe('recorded');
  });
});

describeWith('postgres', 'complaints that two processes count at the same time', () => {
  let one: TestApplication;
  let two: TestApplication;
  beforeAll(async () => {
    const { url } = await freshDatabase();
    one = await testApplication({
      book: intakeBook(),
      store: await openPostgresStore({ url, connections: 8 }),
    });
    two = await testApplication({
      book: intakeBook(),
      store: await openPostgresStore({ url, connections: 8 }),
    });
  });
  afterAll(async () => {
    await one.close();
    await two.close();
  });

  it('never open two issues, and lose no case', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, n) => complain(n % 2 === 0 ? one : two, 'slow exports')),
    );
    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === 'issueOpened')).toHaveLength(1);
    expect(await issues(one, 'slow exports')).toMatchObject([{ cases: 12, customers: 12 }]);
    expect(await rows(one, "SELECT 1 FROM tasks WHERE queue = 'product'")).toHaveLength(1);
  });
});
