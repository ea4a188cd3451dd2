import { openTask } from '../../application/people/tasks';
import { exitCodes } from '../../cli/failure';
import { insertApproval } from '../../ports/store/tables/approvals';
import { openQuestion } from '../../ports/store/tables/cohort-decisions';
import { insertRecord } from '../../ports/store/tables/records';
import { apiBook, startApiWorld, type ApiWorld } from '../api/api-world';
import { tokenWith } from '../api/http-harness';
import { approvalRow } from '../support/approval-row';
import { spokenCli } from '../support/spoken-cli';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

describe('what stands, from the command line', () => {
  let world: ApiWorld;
  let environment: NodeJS.ProcessEnv;
  const cli = spokenCli(() => ({ environment }));

  beforeAll(async () => {
    world = await startApiWorld();
    const book = apiBook();
    const policies = {
      ...book.policies,
      waiveRoles: ['success-manager'],
      budgets: { winBack: { offers: 200, amount: 10_000 } },
    };
    await world.app.activate({ ...book, hash: 'with budgets', policies });
    const token = await tokenWith(world.app, { roles: ['success-manager'] });
    environment = { TIDELINE_URL: world.http.url, TIDELINE_TOKEN: token };
  });
  afterAll(() => world.close());

  const treated = async (customer: string): Promise<string> => {
    const answer = await cli.json('signal', 'send', customer, 'usage_change_30d', '-0.4');
    return (answer['results'] as { treatments: string[] }[])[0]!.treatments[0]!;
  };
  const keyOf = (treatmentId: string): string => treatmentId.split(':')[2]!;

  describe('an approval', () => {
    it('is shown with its evidence and its draft', async () => {
      const treatmentId = await treated('asked');
      const more = { evidence: { economics: { atRisk: 1_200 } }, draftText: 'Dear Ann,' };
      await world.app.store.transaction((tx) =>
        insertApproval(tx, approvalRow({ id: 'approval:asked', treatmentId, ...more })),
      );
      expect(await cli.run('approvals', 'show', 'approval:asked')).toBe(exitCodes.done);
      expect(JSON.parse(cli.out)).toMatchObject({
        title: 'Recovery plan',
        state: 'open',
        evidence: { economics: { atRisk: 1_200 } },
        draftText: 'Dear Ann,',
      });
      expect(await cli.run('approvals', 'show', 'approval:none')).toBe(exitCodes.failed);
      expect(cli.notes).toContain('approval:none');
    });
  });

  describe('a cohort', () => {
    it('is listed with how many wait, what it saves and costs, and by which approval it is decided', async () => {
      const treatmentId = await treated('small');
      const askedAt = world.app.clock.now();
      const evidence = { economics: { atRisk: 10, expectedSaving: 3, cost: 1, net: 2 } };
      await world.app.store.transaction(async (tx) => {
        const ask = { id: 'cohort:small', policy: 'plan', cohort: 'small', askedAt, validMs: 86_400_000 };
        const { id: cohortDecision } = await openQuestion(tx, ask);
        const row = approvalRow({ id: 'approval:small', treatmentId, evidence, cohortDecision });
        await insertApproval(tx, row);
      });
      expect(await cli.run('cohorts', '--state', 'open')).toBe(exitCodes.done);
      expect(cli.out).toMatch(/^COHORT +POLICY +STATE +WAITING +SAVING +COST +VALID UNTIL +APPROVAL\n/);
      expect(cli.out).toMatch(/\nsmall +plan +open +1 +3 +1 +approval:small\n$/);
      expect(await cli.run('approvals', 'reject', 'approval:small')).toBe(exitCodes.done);
      await cli.run('cohorts', '--state', 'rejected');
      expect(cli.out).toMatch(/\nsmall +plan +rejected +0 /);
      await cli.run('cohorts', '--state', 'approved');
      expect(cli.out).toBe('Nothing to show.\n');
    });
  });

  describe('why customers were lost', () => {
    it('is counted by reason, and for one play', async () => {
      for (const [customer, value] of Object.entries({ a: 'price', b: 'price', c: 'product' })) {
        const treatmentId = await treated(`lost-${customer}`);
        const at = world.app.clock.now();
        const row = { customerKey: keyOf(treatmentId), treatmentId, field: 'lossReason', value, at };
        await world.app.store.transaction((tx) => insertRecord(tx, { ...row, requestKey: customer }));
      }
      expect(await cli.run('loss-reasons')).toBe(exitCodes.done);
      expect(cli.out).toMatch(/^REASON +CUSTOMERS +WORTH\nprice +2 +\d+\nproduct +1 +\d+\n$/);
      await cli.run('loss-reasons', '--playbook', 'call-back');
      expect(cli.out).toBe('Nothing to show.\n');
      expect(await cli.run('loss-reasons', '--from', 'yesterday')).toBe(exitCodes.failed);
      expect(cli.notes).toContain('from');
    });
  });

  describe('a budget', () => {
    it('is listed with what the month has used of it', async () => {
      expect(await cli.run('budgets')).toBe(exitCodes.done);
      expect(cli.out).toMatch(
        /^BUDGET +MONTH +OFFERS +OF +AMOUNT +OF\nwinBack +\d{4}-\d\d +0 +200 +0 +10000\n$/,
      );
    });
  });

  describe('a milestone', () => {
    it('is waived with a reason, and by nobody twice', async () => {
      const treatmentId = await treated('planned');
      const of = { treatmentId, customerKey: keyOf(treatmentId), step: 'plan', path: 'milestone:1' };
      const ask = { ...of, queue: 'success', title: 'Train the users', dueAt: '2026-03-03T09:00:00.000Z' };
      const { id } = await world.app.store.transaction((tx) => openTask(tx, world.app, ask));
      expect(await cli.run('tasks', 'waive', id)).toBe(exitCodes.usage);
      expect(cli.notes).toContain("required option '--reason");
      expect(await cli.run('tasks', 'waive', id, '--reason', 'they train themselves')).toBe(exitCodes.done);
      expect(cli.out).toBe(`${id} is waived\n`);
      await cli.run('tasks', 'list', '--state', 'done', '--customer', 'planned');
      expect(cli.out).toMatch(/ +Train the users +done /);
      expect(await cli.run('tasks', 'waive', id, '--reason', 'again')).toBe(exitCodes.failed);
    });
  });

  describe('the registry', () => {
    it('is shown with its members, as Markdown and as JSON', async () => {
      await treated('member');
      expect(await cli.run('segments')).toBe(exitCodes.done);
      expect(cli.out).toMatch(/^ID +LAYER +TIER +MEMBERS +TITLE\n/);
      expect(cli.out).toMatch(/\nusage-down +risk +stable +[1-9]\d* +usage-down\n/);
      await cli.run('segments', '--format', 'markdown');
      expect(cli.out).toContain('## usage-down');
      await cli.run('segments', '--format', 'json');
      const { bookHash, segments } = JSON.parse(cli.out) as { bookHash: string; segments: { id: string }[] };
      expect([bookHash, segments.map(({ id }) => id)]).toEqual(['with budgets', ['usage-down', 'called-in']]);
    });
  });

  describe('what the sweep could not do', () => {
    it('is listed with its error and the time of the next try', async () => {
      await cli.run('sweep', 'failures');
      expect(cli.out).toBe('Nothing to show.\n');
      const key = keyOf(await treated('failing'));
      await world.app.store.transaction(async (tx) => {
        await tx.query('UPDATE customers SET next_evaluation_at = created_at WHERE key = $1', [key]);
        await tx.query(
          "INSERT INTO sweep_failures VALUES ('evaluation', $1, 3, 'Error: unreadable', now(), '2026-03-02T12:00:00Z')",
          [key],
        );
      });
      expect(await cli.run('sweep', 'failures')).toBe(exitCodes.done);
      expect(cli.out).toMatch(/^WHAT +OF +TRIES +NEXT TRY +ERROR\n/);
      expect(cli.out).toContain(key);
      expect(cli.out).toMatch(/\nevaluation +\w{12} +3 +2026-03-02T12:00:00.000Z +Error: unreadable\n$/);
    });
  });

  describe('a fact by an identity', () => {
    it('waits for whoever will have it, and is taken then', async () => {
      const words = ['signal', 'send', '--identity', 'crm=4711', 'usage_change_30d', '-0.4', '--id', 's-crm'];
      expect(await cli.run(...words)).toBe(exitCodes.done);
      expect(cli.out).toMatch(/\ns-crm +accepted .*it waits until one has/);
      await cli.run('unresolved', 'list');
      expect(cli.out).toMatch(/\ncrm=4711 +signal +s-crm +waiting /);
      await cli.run('customer', 'put', 'found', '--identity', 'crm=4711');
      await cli.run('treatments', 'list', '--customer', 'found');
      expect(cli.out).toMatch(/\ntreatment:rescue:/);
    });

    it('goes at once to whoever has it, and so does a crossing', async () => {
      await cli.run('customer', 'put', 'known', '--identity', 'crm=4712');
      const answer = await cli.json('signal', 'send', '--identity', 'crm=4712', 'usage_change_30d', '-0.4');
      expect(answer).toMatchObject({ results: [{ status: 'accepted' }] });
      const crossing = await cli.json('crossing', 'send', '--identity', 'crm=4712', 'called-in', 'entered');
      expect(crossing).toMatchObject({ results: [{ status: 'accepted' }] });
    });

    it('names no customer beside it', async () => {
      const words = ['signal', 'send', 'acme', 'usage_change_30d', '-0.4', '--identity', 'crm=4711'];
      expect(await cli.run(...words)).toBe(exitCodes.usage);
      expect(cli.notes).toContain('leave out "acme", or --identity');
      expect(await cli.run('signal', 'send', '--identity', 'crm', 'usage_change_30d', '1')).toBe(
        exitCodes.usage,
      );
      expect(cli.notes).toContain('--identity "crm" is not name=value');
    });
  });
});
