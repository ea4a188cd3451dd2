import { closeTreatment } from '../../application/close-treatment';
import { noCrash } from '../../application/crash-points';
import { relayPass } from '../../application/relay/relay';
import { readTreatment } from '../../application/treatments';
import type { Store } from '../../ports/store/store';
import { testApplication, type TestApplication } from '../support/application';
import { rows, send, signal } from '../support/facts-sent';
import { type FakeRuntime, fakeRuntime } from '../support/fake-runtime';
import { intakeBook, play } from '../support/intake-book';
import { emptyStore, openTestStore } from '../support/stores';
import {
  type OperationsCall,
  type OperationsRun,
  type OperationsStage,
  openOperationsStage,
} from './support/operations-stage';

const day = 86_400_000;
jest.setTimeout(60_000);

describe('the workflows of operations', () => {
  let stage: OperationsStage;
  let store: Store;
  let app: TestApplication;
  let runtime: FakeRuntime;
  let calls: OperationsCall[];
  let before: (call: OperationsCall) => void;

  beforeAll(async () => {
    [stage, store] = await Promise.all([openOperationsStage(), openTestStore('pglite')]);
  });
  afterAll(async () => {
    await stage.close();
    await store.close();
  });
  beforeEach(async () => {
    await emptyStore(store);
    const book = intakeBook();
    const measure = { when: 'signals.seats > 5.0', atMs: 10 * day };
    const playbooks = { ...book.playbooks, 'save-play': play('save-play', {}, { measure }) };
    app = await testApplication({ store, book: { ...book, playbooks } });
    runtime = fakeRuntime();
    calls = [];
    before = () => undefined;
  });

  const run = (type: 'rescoreBase' | 'janitor' | 'sweep', input: object): Promise<OperationsRun> =>
    stage.run(type, input, { app, runtime }, (call) => {
      calls.push(call);
      before(call);
    });
  const base = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await send(app, signal(app, 'seats', 9, { customer: `c${n}` }));
  };
  const keys = async () =>
    (await rows<{ key: string }>(app, 'SELECT key FROM customers ORDER BY key')).map(({ key }) => key);
  const lowerBoundary = async (floor = 1_000) => {
    const book = intakeBook();
    const segments = book.segments.map((segment) =>
      segment.id === 'many-seats' ? { ...segment, entry: 'signals.seats > 8.0' } : segment,
    );
    const stormBreaker = { factor: 3, floor, windowMs: day };
    await app.activate({
      ...book,
      hash: `lower-${floor}`,
      segments,
      policies: { ...book.policies, stormBreaker },
    });
  };
  const batches = () => calls.filter(({ name }) => name === 'rescoreBatch').map(({ command }) => command);
  const started = async (...customers: string[]): Promise<string[]> => {
    const ids: string[] = [];
    for (const customer of customers) {
      const [first] = await send(app, signal(app, 'usage_change_30d', -0.9, { customer }));
      ids.push(first?.treatments[0] ?? '');
    }
    await relayPass({ app, runtime, owner: 'test', wallNow: () => Date.now(), crash: noCrash });
    return ids.sort();
  };

  describe('rescoreBase', () => {
    it('cuts the value tiers once, walks the base in bounded batches and shows its totals', async () => {
      await base(5);
      await lowerBoundary();
      const { result, details, runs } = await run('rescoreBase', { limit: 2 });
      const all = await keys();
      expect(result).toEqual({ evaluated: 5, crossings: 5, failed: 0, ended: 'done' });
      expect(calls.map(({ name }) => name)).toEqual([
        'recomputeValueCuts',
        ...Array<string>(3).fill('rescoreBatch'),
      ]);
      expect(batches()).toEqual(['', all[1], all[3]].map((cursor) => ({ cursor, limit: 2 })));
      expect(details).toBe('**Rescored** 5 customers, **crossings** 5, **failed** 0');
      expect(runs).toBe(1);
    });

    it('continues as new from its cursor with its totals, and cuts the tiers only once', async () => {
      await base(7);
      await lowerBoundary();
      const { result, details, runs } = await run('rescoreBase', { limit: 1, batchesPerRun: 3 });
      expect(result).toMatchObject({ evaluated: 7, crossings: 7, ended: 'done' });
      expect(runs).toBe(3);
      expect(new Set(batches().map((command) => command?.cursor)).size).toBe(8);
      expect(calls.filter(({ name }) => name === 'recomputeValueCuts')).toHaveLength(1);
      expect(details).toContain('**Rescored** 7 customers');
    });

    it('does a batch again that failed, and counts nobody twice', async () => {
      await base(4);
      await lowerBoundary();
      let failures = 2;
      before = ({ name, command }) => {
        if (name !== 'rescoreBatch' || command?.cursor === '' || failures === 0) return;
        failures -= 1;
        throw new Error('the store is away');
      };
      const { result } = await run('rescoreBase', { limit: 2 });
      expect(result).toEqual({ evaluated: 4, crossings: 4, failed: 0, ended: 'done' });
      const second = (await keys())[1];
      expect(batches().filter((command) => command?.cursor === second)).toHaveLength(3);
      expect(await rows(app, 'SELECT 1 FROM treatments')).toHaveLength(4);
    });

    it('goes on past a customer that cannot be evaluated and says how many there were', async () => {
      await base(3);
      await rows(
        app,
        "INSERT INTO memberships SELECT key, 'many-seats', '', '7' FROM customers ORDER BY key LIMIT 1",
      );
      const { result, details } = await run('rescoreBase', { limit: 2 });
      expect(result).toEqual({ evaluated: 2, crossings: 0, failed: 1, ended: 'done' });
      expect(details).toContain('**failed** 1');
    });

    it('stops where the storm breaker trips, and says so', async () => {
      await base(8);
      await lowerBoundary(3);
      const { result, details } = await run('rescoreBase', { limit: 3 });
      expect(result).toMatchObject({ evaluated: 4, ended: 'tripped' });
      expect(details).toContain('**Stopped** by the storm breaker');
      expect(await rows(app, 'SELECT 1 FROM treatments')).toHaveLength(3);
    });

    it('takes up a walk at a cursor that is given, without cutting the tiers again', async () => {
      await base(4);
      const { result } = await run('rescoreBase', { cursor: (await keys())[1], limit: 10 });
      expect(result).toMatchObject({ evaluated: 2, ended: 'done' });
      expect(calls.map(({ name }) => name)).toEqual(['rescoreBatch']);
    });
  });

  describe('sweep', () => {
    it('serves the due customers in bounded batches, and the due measures', async () => {
      const [treatment] = await started('ended');
      await app.store.transaction((tx) =>
        closeTreatment(tx, app, {
          treatmentId: treatment ?? '',
          outcome: 'saved',
          reason: '',
          mark: 0,
          details: '',
        }),
      );
      for (const customer of ['a', 'b', 'c', 'd'])
        await send(app, signal(app, 'usage_change_30d', -0.9, { customer }));
      app.clock.advance(31 * day);
      const { result, details } = await run('sweep', { limit: 2 });
      expect(result).toEqual({ evaluated: 5, crossings: 5, measured: 1, failed: 0 });
      expect(calls.map(({ command }) => command)).toEqual([{ limit: 2 }, { limit: 2 }, { limit: 2 }]);
      expect(details).toBe('**Evaluated** 5 customers, **crossings** 5, **measures** 1, **failed** 0');
    });

    it('does nothing where nothing is due', async () => {
      await started('fresh');
      const { result } = await run('sweep', {});
      expect(result).toEqual({ evaluated: 0, crossings: 0, measured: 0, failed: 0 });
      expect(calls).toHaveLength(1);
    });

    it('leaves the rest to the next sweep after fifty batches', async () => {
      for (let n = 0; n < 53; n += 1)
        await send(app, signal(app, 'usage_change_30d', -0.9, { customer: `c${n}` }));
      app.clock.advance(31 * day);
      expect((await run('sweep', { limit: 1 })).result).toMatchObject({ evaluated: 50 });
      expect((await run('sweep', { limit: 1 })).result).toMatchObject({ evaluated: 3 });
    });

    it('does a batch again that failed', async () => {
      await send(app, signal(app, 'usage_change_30d', -0.9, { customer: 'a' }));
      app.clock.advance(31 * day);
      let failures = 1;
      before = () => {
        if (failures === 0) return;
        failures -= 1;
        throw new Error('the store is away');
      };
      expect((await run('sweep', {})).result).toMatchObject({ evaluated: 1, crossings: 1 });
    });
  });

  describe('janitor', () => {
    it('closes what is gone and arbitrates again, leaves what runs, and tells what is stuck', async () => {
      const ids = await started('a', 'b', 'c', 'd');
      const [terminated, vanished, stuck, fine] = ids as [string, string, string, string];
      runtime.end(terminated, 'closed');
      runtime.end(vanished, 'absent');
      runtime.stick(stuck, 'attempt 9 of its workflow task');
      app.clock.advance(120_000);
      const { result, details } = await run('janitor', { limit: 3 });
      const alarm = `${stuck}: its workflow task keeps failing: attempt 9 of its workflow task`;
      expect(result).toEqual({ examined: 4, mended: 2, alarms: [alarm], alarmed: 1 });
      expect(details).toBe(`**Examined** 4, **mended** 2, **alarms** 1\n\n${alarm}`);
      const states = await Promise.all(ids.map((id) => readTreatment(app, id)));
      expect(states.map((found) => `${found?.state} ${found?.outcomeReason ?? ''}`.trim())).toEqual([
        'closed terminated',
        'closed workflowAbsent',
        'running',
        'running',
      ]);
      expect(calls.map(({ command }) => command?.cursor)).toEqual(['', stuck]);
      expect(fine).not.toBe('');
    });

    it('judges nothing whose start was delivered a moment ago', async () => {
      const [young] = await started('young');
      runtime.end(young ?? '', 'absent');
      app.clock.advance(30_000);
      expect((await run('janitor', {})).result).toMatchObject({ examined: 0, mended: 0 });
      expect(await readTreatment(app, young ?? '')).toMatchObject({ state: 'running' });
    });

    it('continues as new until it has looked at every treatment', async () => {
      const ids = await started('a', 'b', 'c', 'd', 'e');
      for (const id of ids) runtime.end(id, 'closed');
      app.clock.advance(120_000);
      const { result, runs, details } = await run('janitor', { limit: 1, batchesPerRun: 2 });
      expect(result).toMatchObject({ examined: 5, mended: 5 });
      expect(runs).toBe(3);
      expect(details).toContain('**Examined** 5, **mended** 5');
    });
  });
});
