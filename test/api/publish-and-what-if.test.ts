import { createApi } from '../../api/server';
import type { Application } from '../../application/application';
import { acceptSignals } from '../../application/accept-signals';
import { createBooks } from '../../application/books';
import type { WhatIfEngine } from '../../application/what-if/engine';
import type { WhatIfReport } from '../../simulation/what-if/report';
import { createWhatIfEngine } from '../../workers/what-if/engine';
import { testBook } from '../../workers/what-if/test-book';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { compiledBook } from '../support/book-builder';
import { smallBook, spoil } from '../support/small-book';
import { emptyStore } from '../support/stores';
import { apiDependencies, listen, tokenWith, type Answer, type Caller, type Listening } from './http-harness';

// Threads compile what they run first, and a store in the process takes long to start on a busy machine.
jest.setTimeout(180_000);

const sooner = {
  ...smallBook,
  ...spoil(
    'segments/at-risk.yaml',
    'entry: scores.churn.points >= 45.0\nexit: scores.churn.points < 35.0',
    'entry: scores.churn.points >= 20.0\nexit: scores.churn.points < 15.0',
  ),
};

const longer = spoil('playbooks/save.yaml', 'for: 20d', 'for: 25d');

function withTest(outcome: string): Record<string, string> {
  const test = `
test: a drop is treated
playbook: save
given:
  signals: [ { at: 0d, name: usage, value: -0.4 } ]
  until: 2d
expect: { outcome: ${outcome} }
`;
  return { ...sooner, 'tests/save.yaml': test };
}

describe('changing the book', () => {
  let base: TestApplication;
  let app: Application;
  let engine: WhatIfEngine;
  let http: Listening;
  let call: Caller;

  beforeAll(async () => {
    base = await testApplication({ book: compiledBook() });
    app = { ...base, books: createBooks() };
    engine = createWhatIfEngine(app);
    http = await listen(await createApi(apiDependencies(app, { whatIf: engine, testBook })));
  });
  afterAll(async () => {
    await engine.close();
    await http.close();
    await base.close();
  });
  beforeEach(async () => {
    await emptyStore(base.store);
    call = http.caller(await tokenWith(app));
  });

  const publish = (files: Record<string, string>, more: object = {}): Promise<Answer> =>
    call('POST', '/v1/books', { files, ...more });
  const published = async (files: Record<string, string>, more: object = {}): Promise<string> => {
    const answer = await publish(files, more);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    return String(answer.body['hash']);
  };
  const compared = async (files: Record<string, string>): Promise<{ id: string; report: WhatIfReport }> => {
    const begun = await call('POST', '/v1/books/what-if', { files });
    expect([begun.status, begun.text]).toEqual([202, expect.any(String)]);
    const id = String(begun.body['id']);
    for (;;) {
      const { body } = await call('GET', `/v1/books/what-if/${id}`);
      if (body['state'] === 'done') return { id, report: body['report'] as WhatIfReport };
      if (body['state'] === 'failed') throw new Error(String(body['failure']));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const history = async (): Promise<Record<string, unknown>[]> =>
    (await call('GET', '/v1/books/history')).body['publications'] as Record<string, unknown>[];
  const known = async (count: number, usage: number): Promise<void> => {
    const signals = Array.from({ length: count }, (_, n) => ({
      id: `u${usage}-${n}`,
      origin: 'test',
      customer: `customer ${usage} ${n}`,
      name: 'usage',
      value: usage,
      occurredAt: app.clock.now(),
    }));
    await acceptSignals(app, signals, { actor: testActor });
  };

  it('tells over the stored base who moves, what starts and what that asks of people by week', async () => {
    const active = await published(smallBook);
    await known(20, -0.4);
    await known(10, 0.1);
    const before = await base.store.transaction((tx) => tx.query('SELECT * FROM memberships'));
    const { report } = await compared(sooner);
    expect(report).toMatchObject({
      active,
      customers: 30,
      changed: 20,
      failed: 0,
      segments: [{ segment: 'at-risk', before: 0, after: 20, entered: 20, left: 0 }],
      moves: [{ move: 'none → at-risk', customers: 20 }],
      plays: [{ playbook: 'save', starts: 20, heldOut: 0, simulated: 20 }],
      crossings: [{ segment: 'at-risk', direction: 'entered', count: 20 }],
    });
    expect(report.load.messages.slice(0, 2)).toEqual([20, 0]);
    expect(report.load.tasks).toEqual({ success: [20, ...Array.from({ length: 11 }, () => 0)] });
    expect(report.listed[0]).toMatchObject({ entered: [{ reasons: ['Usage fell'] }] });
    expect(await base.store.transaction((tx) => tx.query('SELECT * FROM memberships'))).toEqual(before);
    expect(await base.store.transaction((tx) => tx.query('SELECT id FROM treatments'))).toEqual([]);
  });

  it('compares one book at a time, and gives up a run whose process has died', async () => {
    await published(smallBook);
    const first = await call('POST', '/v1/books/what-if', { files: sooner });
    const second = await call('POST', '/v1/books/what-if', { files: sooner });
    expect([first.status, second.status]).toEqual([202, 409]);
    expect(second.text).toContain('Another what-if runs');
    await base.store.transaction((tx) =>
      tx.query("UPDATE what_if_runs SET state = 'running', beat_at = '2026-03-01T00:00:00Z'"),
    );
    await compared(sooner);
    const { body } = await call('GET', `/v1/books/what-if/${String(first.body['id'])}`);
    expect(body).toMatchObject({ state: 'failed', failure: expect.stringContaining('has ended') });
  });

  it('takes the crossings of the comparison it was looked at by for planned', async () => {
    const active = await published(smallBook);
    await known(20, -0.4);
    const { id } = await compared(sooner);
    const other = await publish({ ...sooner, ...spoil('playbooks/save.yaml', '20d', '10d') }, { whatIf: id });
    expect([other.status, other.body['type']]).toEqual([409, 'urn:tideline:problem:otherWhatIf']);
    const answer = await publish(sooner, { whatIf: id, previous: active, note: 'earlier' });
    expect(answer.body).toMatchObject({ activated: true, previous: active, expectedCrossings: 20 });
    expect((await history())[0]).toMatchObject({
      kind: 'publish',
      by: 'tester',
      note: 'earlier',
      previous: active,
      whatIf: id,
      expected: [{ segment: 'at-risk', direction: 'entered', count: 20 }],
    });
  });

  it('lets one of two that publish at once win, and tells the other what is active', async () => {
    const previous = await published(smallBook);
    const later = { ...smallBook, ...spoil('playbooks/save.yaml', 'for: 20d', 'for: 10d') };
    const answers = await Promise.all([publish(sooner, { previous }), publish(later, { previous })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.text).toContain('somebody published meanwhile');
    expect(await history()).toHaveLength(2);
  });

  it('refuses a book whose tests fail, unless somebody says why', async () => {
    await published(smallBook);
    const refused = await publish(withTest('none'));
    expect([refused.status, refused.body['type']]).toEqual([422, 'urn:tideline:problem:policyTestsFail']);
    expect(refused.text).toContain('a drop is treated');
    expect(await history()).toHaveLength(1);
    await published(withTest('none'), { untested: 'the test is wrong' });
    expect((await history())[0]).toMatchObject({
      testsPassed: 0,
      testsFailed: 1,
      untested: 'the test is wrong',
    });
    await published({ ...withTest('open'), ...longer });
    expect((await history())[0]).toMatchObject({ testsPassed: 1, testsFailed: 0, untested: null });
  });

  it('rolls back in one request, again further back, and writes each down', async () => {
    const first = await published(smallBook);
    const second = await published(sooner, { note: 'second' });
    const third = await published({ ...sooner, ...longer }, { note: 'third' });
    const back = await call('POST', '/v1/books/rollback', { note: 'too many' });
    expect(back.body).toMatchObject({ hash: second, previous: third, activated: true });
    const further = await call('POST', '/v1/books/rollback', {});
    expect(further.body).toMatchObject({ hash: first, previous: second });
    const none = await call('POST', '/v1/books/rollback', {});
    expect([none.status, none.body['type']]).toEqual([409, 'urn:tideline:problem:noEarlierBook']);
    const named = await call('POST', '/v1/books/rollback', { hash: third });
    expect(named.body).toMatchObject({ hash: third, previous: first });
    const unknown = await call('POST', '/v1/books/rollback', { hash: '0123456789abcdef' });
    expect(unknown.status).toBe(404);
    expect((await history()).map(({ kind, hash, note }) => [kind, hash, note])).toEqual([
      ['rollback', third, ''],
      ['rollback', first, ''],
      ['rollback', second, 'too many'],
      ['publish', third, 'third'],
      ['publish', second, 'second'],
      ['publish', first, ''],
    ]);
  });
});
