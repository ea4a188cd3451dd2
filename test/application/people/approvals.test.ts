import type { Actor } from '../../../application/application';
import { stopTreatment } from '../../../application/controls';
import { acceptUnsigned } from '../../../application/people/accept-unsigned';
import { listApprovals } from '../../../application/people/approvals';
import { decideApproval, type DecideApproval } from '../../../application/people/decide-approval';
import { completeTask, listTasks } from '../../../application/people/tasks';
import type { UnsignedAct } from '../../../domain/treatment-activities';
import { testActor } from '../../support/application';
import { gateStage, openOutside, type GateStage, type Outside } from '../../support/gate-stage';

const manager: Actor = { subject: 'mara@example.org', kind: 'person', roles: ['manager'], scopes: [] };
const planMail = {
  kind: 'message',
  template: 'plan',
  channel: 'email',
  class: 'transactional',
  to: 'billing',
} as const;
const dayMs = 86_400_000;

describe('asking people', () => {
  let outside: Outside;
  let stage: GateStage;
  let approvalId: string;
  beforeAll(async () => {
    outside = await openOutside();
  });
  afterAll(() => outside.close());
  beforeEach(async () => {
    stage = await gateStage(outside);
    const asked = await open();
    approvalId = asked.status === 'open' ? asked.approvalId : '';
  });

  const open = () =>
    stage.activities.openApproval({
      ...stage.step('decide'),
      policy: 'plan',
      title: 'Approve the plan for {{ customer.name }}',
      draft: 'plan',
      evidence: ['value.amount', 'scores.nothing.here'],
    });
  const decide = (change: Partial<DecideApproval> = {}) =>
    decideApproval(stage.app, { approvalId, decision: 'approve', actor: manager, via: 'api', ...change });
  const sendPlan = () => stage.activities.sendMessage(stage.command('send-plan', planMail));
  const inbox = async () =>
    (
      await stage.query<{ kind: string }>(
        'SELECT kind FROM inbox_items WHERE treatment_id = $1 ORDER BY seq',
        [stage.treatmentId],
      )
    ).map((row) => row.kind);

  it('shows the approver the draft and the evidence, and asks once', async () => {
    expect(await open()).toMatchObject({
      status: 'open',
      approvalId,
      remindAt: '2026-03-03T09:00:00.000Z',
      expiresAt: '2026-03-05T09:00:00.000Z',
      roles: ['manager'],
    });
    const [row, ...others] = await listApprovals(stage.app, { treatmentId: stage.treatmentId, limit: 10 });
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      title: 'Approve the plan for Acme',
      draftText: 'Dear Acme, we will call you.',
      state: 'open',
    });
    expect(row?.evidence).toMatchObject({ asked: { 'value.amount': 0, 'scores.nothing.here': null } });
  });

  it('sends nothing that needs an approval before there is one', async () => {
    expect(await sendPlan()).toMatchObject({ status: 'refused', code: 'approvalMissing' });
    expect(stage.mails()).toBe(0);
  });

  it('sends the text as it was edited, once it is approved', async () => {
    expect(await decide({ finalText: 'We are sorry, {{ not liquid }}.' })).toMatchObject({ ok: true });
    expect(await sendPlan()).toMatchObject({ status: 'done' });
    expect(outside.catcher.messages().at(-1)?.text).toContain('We are sorry, {{ not liquid }}.');
    expect(await stage.activities.loadDecision({ ...stage.step('decide'), approvalId })).toMatchObject({
      state: 'approved',
      by: 'manager',
      edited: true,
    });
    expect(await inbox()).toContain('decision');
  });

  it('keeps who decided out of the ledger text', async () => {
    await decide();
    const text = JSON.stringify(await stage.ledger());
    expect(text).toContain('"state":"approved"');
    expect(text).not.toContain('mara');
  });

  it('refuses the text of a rejected plan', async () => {
    await decide({ decision: 'reject', comment: 'too late' });
    expect(await sendPlan()).toMatchObject({ status: 'refused', code: 'approvalMissing' });
  });

  it.each<[string, string | undefined, Partial<DecideApproval>]>([
    ['roleMissing', undefined, { actor: { ...manager, roles: ['success'] } }],
    ['notAPerson', undefined, { actor: { ...manager, kind: 'service' } }],
    ['notFound', 'approvalId', { approvalId: 'approval:nothing' }],
    ['textOnReject', 'finalText', { decision: 'reject', finalText: 'x' }],
    ['emptyText', 'finalText', { finalText: '  ' }],
  ])('refuses with %s, naming the field and the fix', async (code, field, change) => {
    const refused = await decide(change);
    expect(refused).toMatchObject({ ok: false, code });
    expect(refused).toHaveProperty('message');
    if (field) expect(refused).toMatchObject({ field });
    expect(await inbox()).not.toContain('decision');
  });

  it('asks to confirm once the tier moved, and takes the decision when it is confirmed', async () => {
    await stage.query("UPDATE approvals SET facts_tier = 'high' WHERE id = $1", [approvalId]);
    expect(await decide()).toMatchObject({ ok: false, code: 'staleFacts', field: 'confirmStale' });
    expect(await decide({ confirmStale: true })).toMatchObject({ ok: true });
  });

  it('takes one decision of two that come at once', async () => {
    const answers = await Promise.all([decide(), decide({ decision: 'reject' })]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ code: 'notOpen' });
    expect((await inbox()).filter((kind) => kind === 'decision')).toHaveLength(1);
  });

  it('expires when nobody decided, and takes no decision after that', async () => {
    stage.app.clock.advance(3 * dayMs);
    expect(await decide()).toMatchObject({ ok: false, code: 'expired' });
    const ended = await stage.activities.expireApproval({ ...stage.step('decide'), approvalId });
    expect(ended).toMatchObject({ state: 'expired' });
    expect(await decide()).toMatchObject({ ok: false, code: 'notOpen' });
  });

  it('gives the decision instead of expiring when there is one', async () => {
    await decide();
    expect(await stage.activities.expireApproval({ ...stage.step('decide'), approvalId })).toMatchObject({
      state: 'approved',
    });
  });

  it('reminds each role once', async () => {
    const command = { ...stage.step('decide'), approvalId };
    await stage.activities.remindApproval(command);
    await stage.activities.remindApproval(command);
    expect(
      await stage.query('SELECT queue FROM notices WHERE treatment_id = $1', [stage.treatmentId]),
    ).toEqual([{ queue: 'manager' }]);
  });

  it('is withdrawn by a stop, and not asked again', async () => {
    await stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'asked to' });
    expect(await decide()).toMatchObject({
      ok: false,
      code: 'notOpen',
      message: expect.stringContaining('withdrawn'),
    });
    const command = { ...stage.step('decide', 'again'), policy: 'plan', title: 't', evidence: [] };
    expect(await stage.activities.openApproval(command)).toMatchObject({
      status: 'refused',
      code: 'stopped',
    });
  });

  it('obeys a raw signal only where such signals are trusted', async () => {
    const act = { kind: 'decision', approve: true } as const;
    const { treatmentId } = stage;
    expect(await acceptUnsigned(stage.app, { treatmentId, act, trusted: false })).toMatchObject({
      accepted: false,
    });
    expect(await acceptUnsigned(stage.app, { treatmentId, act, trusted: true })).toMatchObject({
      accepted: true,
    });
    expect(await stage.activities.loadDecision({ ...stage.step('decide'), approvalId })).toMatchObject({
      state: 'approved',
    });
    const acts = await stage.query('SELECT accepted FROM unsigned_acts WHERE treatment_id = $1 ORDER BY id', [
      treatmentId,
    ]);
    expect(acts).toEqual([{ accepted: false }, { accepted: true }]);
  });

  it.each([
    ['a misspelled answer', { aprove: true }],
    ['an answer in words', { approve: 'false' }],
    ['a yes as a text', { approve: 'true' }],
    ['a number for an id', { approve: true, approvalId: 7 }],
    ['a comment that is none', { approve: false, comment: { text: 'no' } }],
    ['a field that it does not know', { approve: true, aprove: false }],
    ['a bare text', Object.fromEntries(Object.entries('yes'))],
    ['a character that cannot be stored', { approve: true, comment: 'a\u0000b' }],
  ])('ignores a raw decision that cannot be read, and leaves the question open: %s', async (_what, sent) => {
    const { treatmentId } = stage;
    const act = { ...sent, kind: 'decision' } as unknown as UnsignedAct;
    expect(await acceptUnsigned(stage.app, { treatmentId, act, trusted: true })).toEqual({
      accepted: false,
      malformed: true,
      why: expect.stringContaining(
        'a decision that could not be read was ignored: approve must be true or false',
      ),
    });
    expect(await stage.activities.loadDecision({ ...stage.step('decide'), approvalId })).toMatchObject({
      state: 'open',
    });
    const [row] = await stage.query<{ accepted: boolean; act: { kind: string } }>(
      'SELECT accepted, act FROM unsigned_acts WHERE treatment_id = $1',
      [treatmentId],
    );
    expect(row).toMatchObject({ accepted: false, act: { kind: 'decision', unread: JSON.stringify(act) } });
  });

  it.each(['pause', 'resume', 'stop'] as const)(
    'ignores a raw %s whose reason is no text',
    async (control) => {
      const { treatmentId } = stage;
      const act = { kind: control, reason: 7 } as unknown as UnsignedAct;
      expect(await acceptUnsigned(stage.app, { treatmentId, act, trusted: true })).toEqual({
        accepted: false,
        malformed: true,
        why: `a ${control} that could not be read was ignored: reason must be a text`,
      });
      expect(
        await stage.query('SELECT state, terminal_kind FROM treatments WHERE id = $1', [treatmentId]),
      ).toEqual([{ state: 'running', terminal_kind: null }]);
    },
  );

  it('opens a task once, takes its result once and delivers it', async () => {
    const command = {
      ...stage.step('call'),
      queue: 'success',
      title: 'Call {{ customer.name }}',
      dueAt: '2026-03-03T09:00:00.000Z',
    };
    const { taskId } = await stage.activities.openTask(command);
    expect((await stage.activities.openTask(command)).taskId).toBe(taskId);
    const [task] = await listTasks(stage.app, { treatmentId: stage.treatmentId, limit: 10 });
    expect(task).toMatchObject({ title: 'Call Acme', state: 'open' });
    expect(await completeTask(stage.app, { taskId, result: 'reached', actor: manager })).toMatchObject({
      ok: true,
    });
    expect(await completeTask(stage.app, { taskId, result: 'again', actor: manager })).toMatchObject({
      ok: false,
      code: 'notOpen',
    });
    expect(await stage.activities.loadTask({ ...stage.step('call'), taskId })).toMatchObject({
      state: 'done',
      result: 'reached',
      by: 'success',
    });
    expect((await inbox()).filter((kind) => kind === 'taskDone')).toHaveLength(1);
  });

  it('gives the result of a task instead of expiring it when there is one', async () => {
    const { taskId } = await stage.activities.openTask({
      ...stage.step('call'),
      queue: 'success',
      title: 'Call',
      dueAt: '2026-03-03T09:00:00.000Z',
    });
    await completeTask(stage.app, { taskId, actor: manager });
    expect(await stage.activities.expireTask({ ...stage.step('call'), taskId })).toMatchObject({
      state: 'done',
    });
  });
});
