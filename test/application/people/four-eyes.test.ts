import type { Actor } from '../../../application/application';
import { acceptUnsigned } from '../../../application/people/accept-unsigned';
import { listApprovals } from '../../../application/people/approvals';
import { decideApproval, type DecideApproval } from '../../../application/people/decide-approval';
import { customerTimeline } from '../../../application/timeline';
import { failedInvoice, paidInvoice, send } from '../../support/facts-sent';
import { gateBook } from '../../support/gate-book';
import { gateStage, openOutside, type GateStage, type Outside } from '../../support/gate-stage';
import { describeStores } from '../../support/stores';

const person = (subject: string): Actor => ({ subject, kind: 'person', roles: ['manager'], scopes: [] });
const [ines, otto] = [person('ines'), person('otto')];
const hourMs = 3_600_000;
const book = gateBook({
  policies: {
    approvals: {
      plan: {
        id: 'plan',
        roles: ['manager'],
        remindAfterMs: hourMs,
        expireAfterMs: 4 * hourMs,
        approvers: 2,
      },
    },
  },
});

describeStores('an approval by four eyes', (kind) => {
  let outside: Outside;
  let stage: GateStage;
  let approvalId: string;
  beforeAll(async () => {
    outside = await openOutside(kind);
  });
  afterAll(() => outside.close());
  beforeEach(async () => {
    stage = await gateStage(outside, { book });
    const asked = await stage.activities.openApproval({
      ...stage.step('decide'),
      policy: 'plan',
      title: 'Block the account',
      draft: 'plan',
      evidence: [],
    });
    expect(asked).toMatchObject({ status: 'open', approvers: 2 });
    approvalId = asked.status === 'open' ? asked.approvalId : '';
  });

  const decide = (actor: Actor, change: Partial<DecideApproval> = {}) =>
    decideApproval(stage.app, { approvalId, decision: 'approve', actor, via: 'api', ...change });
  const row = async () => (await listApprovals(stage.app, { treatmentId: stage.treatmentId, limit: 1 }))[0];
  const decisions = async () =>
    stage.query("SELECT seq FROM inbox_items WHERE treatment_id = $1 AND kind = 'decision'", [
      stage.treatmentId,
    ]);

  it('stays open after the first, who is shown, and the treatment hears nothing', async () => {
    expect(await decide(ines)).toMatchObject({
      ok: true,
      approval: { state: 'open', approvers: 2, votes: [{ by: 'ines', role: 'manager' }] },
    });
    expect(await decisions()).toEqual([]);
    const shown = await customerTimeline(stage.app, stage.customerKey, { limit: 100 });
    expect(shown.find((entry) => entry.kind === 'approval')?.details).toMatchObject({ approved: '1 of 2' });
  });

  it('is approved by the second, another person', async () => {
    await decide(ines);
    expect(await decide(otto)).toMatchObject({
      ok: true,
      approval: { state: 'approved', decidedBy: 'otto' },
    });
    expect(await decisions()).toHaveLength(1);
  });

  it('counts nobody twice', async () => {
    await decide(ines);
    expect(await decide(ines)).toMatchObject({ ok: false, code: 'sameApprover' });
    expect(await row()).toMatchObject({ state: 'open' });
  });

  it('takes one of two first approvals of one person that come at once', async () => {
    const answers = await Promise.all([decide(ines), decide(ines)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect((await row())?.votes).toHaveLength(1);
  });

  it('is rejected by one person alone, also by the one who approved', async () => {
    await decide(ines);
    expect(await decide(ines, { decision: 'reject' })).toMatchObject({
      ok: true,
      approval: { state: 'rejected' },
    });
  });

  it('sends the text the first has edited, which the second cannot change', async () => {
    await decide(ines, { finalText: 'As Ines wrote it.' });
    expect(await decide(otto, { finalText: 'As Otto likes it.' })).toMatchObject({
      ok: false,
      code: 'textApproved',
      field: 'finalText',
    });
    expect(await decide(otto)).toMatchObject({ ok: true, approval: { finalText: 'As Ines wrote it.' } });
  });

  it('is not approved by a raw signal, which does not say who sends it', async () => {
    const act = { kind: 'decision', approve: true } as const;
    const answer = await acceptUnsigned(stage.app, { treatmentId: stage.treatmentId, act, trusted: true });
    expect(answer).toMatchObject({ accepted: false });
    expect(answer.why).toContain('2 different people');
    expect((await row())?.votes).toEqual([]);
  });

  it('is not approved past the application either: the database counts the people', async () => {
    await decide(ines);
    const approve = "UPDATE approvals SET state = 'approved' WHERE id = $1";
    await expect(stage.query(approve, [approvalId])).rejects.toThrow(/needs 2 different approvers/);
    const lower = 'UPDATE approvals SET approvers = 1 WHERE id = $1';
    await expect(stage.query(lower, [approvalId])).rejects.toThrow(/do not become fewer/);
    const again =
      "INSERT INTO approval_votes (approval_id, subject, role, at) VALUES ($1, 'ines', 'manager', $2)";
    await expect(stage.query(again, [approvalId, stage.app.clock.now()])).rejects.toThrow(/duplicate key/);
  });

  it('shows what came after it was asked: a new crossing joins the case', async () => {
    const { customerKey: customer, app } = stage;
    await send(app, paidInvoice(app, 'in_other', { customer }));
    await stage.query("DELETE FROM memberships WHERE customer_key = $1 AND segment = 'payment-failed'", [
      customer,
    ]);
    await send(app, failedInvoice(app, `${stage.invoiceId}b`, { customer }));
    expect((await row())?.evidence['joined']).toMatchObject([{ segment: 'payment-failed' }]);
  });

  it('expires when the second never comes', async () => {
    await decide(ines);
    stage.app.clock.advance(4 * hourMs);
    expect(await stage.activities.expireApproval({ ...stage.step('decide'), approvalId })).toMatchObject({
      state: 'expired',
    });
  });
});
