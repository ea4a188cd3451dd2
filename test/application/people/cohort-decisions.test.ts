import type { Actor } from '../../../application/application';
import { stopTreatment } from '../../../application/controls';
import { listApprovals } from '../../../application/people/approvals';
import { cohortDecisions } from '../../../application/people/cohort-decisions';
import { decideApproval } from '../../../application/people/decide-approval';
import { sweepDue } from '../../../application/sweep';
import type { OpenedApproval } from '../../../domain/treatment-activities';
import { answerQuestion } from '../../../ports/store/tables/cohort-decisions';
import { testActor } from '../../support/application';
import { gateStage, openOutside, stagesOf, type GateStage, type Outside } from '../../support/gate-stage';
import { describeWith } from '../../support/require';

const dayMs = 86_400_000;
const manager: Actor = { subject: 'mara@example.org', kind: 'person', roles: ['manager'], scopes: [] };

let cohorts = 0;
const newCohort = (): string => `cohort ${(cohorts += 1)}`;

function ask(stage: GateStage, cohort: string): Promise<OpenedApproval> {
  return stage.activities.openApproval({
    ...stage.step('worth'),
    policy: 'plan',
    title: 'Is it worth it?',
    evidence: ['economics'],
    cohort: { name: cohort, validForMs: 91 * dayMs },
  });
}

function idOf(opened: OpenedApproval): string {
  if (opened.status !== 'open') throw new Error(`refused as ${opened.code}`);
  return opened.approvalId;
}

const decide = (stage: GateStage, approvalId: string, decision: 'approve' | 'reject' = 'reject') =>
  decideApproval(stage.app, { approvalId, decision, comment: 'too small', actor: manager, via: 'api' });
const read = (stage: GateStage, approvalId: string) =>
  stage.activities.loadDecision({ ...stage.step('worth'), approvalId });
const told = async (stage: GateStage) =>
  (
    await stage.query<{ item: { approvalId?: string } }>(
      "SELECT item FROM inbox_items WHERE treatment_id = $1 AND kind = 'decision'",
      [stage.treatmentId],
    )
  ).map(({ item }) => item.approvalId);

describe('a decision for a cohort', () => {
  let outside: Outside;
  let one: GateStage;
  let two: GateStage;
  let cohort: string;
  beforeAll(async () => {
    outside = await openOutside();
  });
  afterAll(() => outside.close());
  beforeEach(async () => {
    one = await gateStage(outside);
    two = await gateStage(outside);
    cohort = newCohort();
  });

  const openOf = async (name: string) =>
    (await cohortDecisions(one.app, { limit: 100 })).filter((row) => row.cohort === name);

  it('is one open question however many customers wait', async () => {
    const first = idOf(await ask(one, cohort));
    const second = idOf(await ask(two, cohort));
    expect(second).not.toBe(first);
    const shown = (await listApprovals(one.app, { state: 'open', limit: 1_000 })).map(({ id }) => id);
    expect(shown.filter((id) => id === first || id === second)).toHaveLength(1);
    expect(await openOf(cohort)).toMatchObject([
      { state: 'open', waiting: 2, cost: 80, approvalId: shown.at(-1) },
    ]);
  });

  it('shows a customer its own part of the question', async () => {
    await ask(one, cohort);
    const second = idOf(await ask(two, cohort));
    const rows = await listApprovals(two.app, { treatmentId: two.treatmentId, limit: 10 });
    expect(rows).toMatchObject([{ id: second, state: 'open', evidence: { cohort } }]);
  });

  it('answers all who wait, each through its own inbox', async () => {
    const first = idOf(await ask(one, cohort));
    const second = idOf(await ask(two, cohort));
    expect(await decide(one, first)).toMatchObject({ ok: true });
    expect([await told(one), await told(two)]).toEqual([[first], [second]]);
    expect(await read(two, second)).toMatchObject({ state: 'rejected', by: 'manager' });
    const entry = (await two.ledger()).findLast(({ kind }) => kind === 'approval');
    expect(entry?.content).toMatchObject({
      approvalId: second,
      state: 'rejected',
      via: 'cohort',
      role: 'manager',
    });
  });

  it('is reused without asking while it is valid, and asked anew after that', async () => {
    await decide(one, idOf(await ask(one, cohort)), 'approve');
    const reused = await ask(two, cohort);
    expect(reused).toMatchObject({ status: 'open', decided: true });
    expect(await read(two, idOf(reused))).toMatchObject({ state: 'approved' });
    expect(await told(two)).toEqual([]);
    const later = await gateStage(outside);
    later.app.clock.set(new Date(Date.parse(later.app.clock.now()) + 92 * dayMs).toISOString());
    const anew = await ask(later, cohort);
    expect(anew).not.toHaveProperty('decided');
    expect((await openOf(cohort)).map(({ state }) => state)).toEqual(['open', 'approved']);
  });

  it('finds its answer again when the activity is tried again', async () => {
    await decide(one, idOf(await ask(one, cohort)));
    const first = await ask(two, cohort);
    expect(await ask(two, cohort)).toMatchObject({ decided: true, approvalId: idOf(first) });
  });

  it('counts for its own cohort and policy alone', async () => {
    await decide(one, idOf(await ask(one, cohort)));
    expect(await ask(two, newCohort())).not.toHaveProperty('decided');
  });

  it('goes on being asked when the customer by whom it was shown is gone', async () => {
    const first = idOf(await ask(one, cohort));
    const second = idOf(await ask(two, cohort));
    await stopTreatment(one.app, one.treatmentId, { actor: testActor, reason: 'asked to' });
    const shown = (await listApprovals(one.app, { state: 'open', limit: 1_000 })).map(({ id }) => id);
    expect([shown.includes(first), shown.includes(second)]).toEqual([false, true]);
  });

  describe('given, while not all have been told', () => {
    let second: string;
    beforeEach(async () => {
      await ask(one, cohort);
      second = idOf(await ask(two, cohort));
      const [question] = await openOf(cohort);
      const decidedAt = one.app.clock.now();
      await one.app.store.transaction((tx) =>
        answerQuestion(tx, question!.id, {
          state: 'approved',
          decidedAt,
          validUntil: new Date(Date.parse(decidedAt) + dayMs).toISOString(),
          decidedBy: manager.subject,
          decidedRole: 'manager',
          via: 'api',
        }),
      );
    });

    it('is told by the sweep', async () => {
      expect((await sweepDue(one.app, { limit: 100 })).answered).toBeGreaterThanOrEqual(2);
      expect(await told(two)).toEqual([second]);
      expect((await sweepDue(one.app, { limit: 100 })).answered).toBe(0);
    });

    it('counts also for whoever runs out of time', async () => {
      expect(await two.activities.expireApproval({ ...two.step('worth'), approvalId: second })).toMatchObject(
        { state: 'approved' },
      );
    });

    it('is not overruled by a decision about one of them', async () => {
      expect(await decide(two, second)).toMatchObject({ ok: false, code: 'notOpen' });
      await sweepDue(one.app, { limit: 100 });
      expect(await read(two, second)).toMatchObject({ state: 'approved' });
    });
  });
});

// PGlite has one connection and would pass these vacuously.
describeWith('postgres', 'a decision for a cohort, asked and given at once', () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await openOutside('postgres');
  });
  afterAll(() => outside.close());

  it('is asked once and given once', async () => {
    const stages = await stagesOf(outside, 6);
    const cohort = newCohort();
    const ids = (await Promise.all(stages.map((stage) => ask(stage, cohort)))).map(idOf);
    const [one] = stages;
    const asked = await one!.query('SELECT 1 FROM cohort_decisions WHERE cohort = $1', [cohort]);
    expect(asked).toHaveLength(1);
    const given = await Promise.all(
      stages.map((stage, n) => decide(stage, ids[n]!, n % 2 === 0 ? 'approve' : 'reject')),
    );
    expect(given.filter(({ ok }) => ok)).toHaveLength(1);
    const states = await Promise.all(stages.map((stage, n) => read(stage, ids[n]!)));
    expect(new Set(states.map(({ state }) => state)).size).toBe(1);
    expect(states[0]!.state).not.toBe('open');
  });

  it('never leaves a customer asked anew beside the decision that came meanwhile', async () => {
    const first = await gateStage(outside);
    const cohort = newCohort();
    const id = idOf(await ask(first, cohort));
    const others = await stagesOf(outside, 5);
    const [, ...opened] = await Promise.all([
      decide(first, id),
      ...others.map((stage) => ask(stage, cohort)),
    ]);
    await sweepDue(first.app, { limit: 100 });
    const states = await Promise.all(others.map((stage, n) => read(stage, idOf(opened[n]!))));
    expect(states.map(({ state }) => state)).toEqual(others.map(() => 'rejected'));
    const rows = await first.query('SELECT state FROM cohort_decisions WHERE cohort = $1', [cohort]);
    expect(rows).toEqual([{ state: 'rejected' }]);
  });
});
