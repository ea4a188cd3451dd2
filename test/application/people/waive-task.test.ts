import type { Actor } from '../../../application/application';
import { waiveTask } from '../../../application/people/waive-task';
import { type GateStage, stageForEach } from '../../support/gate-stage';

const person = (...roles: string[]): Actor => ({ subject: 'mara', kind: 'person', roles, scopes: [] });

describe('waiving a milestone', () => {
  let stage: GateStage;
  stageForEach((made) => {
    stage = made;
  });

  const open = async (path: string) => {
    const command = { ...stage.step('plan', path), queue: 'success', title: 'Deliver' };
    return (await stage.activities.openTask({ ...command, dueAt: stage.app.clock.now() })).taskId;
  };
  const waive = (taskId: string, actor: Actor) =>
    waiveTask(stage.app, { taskId, reason: 'the customer does not need it', actor });

  it('counts as done, says why, and its treatment hears of it', async () => {
    const taskId = await open('weeks:1/milestone:2');
    expect(await waive(taskId, person('manager'))).toMatchObject({
      ok: true,
      task: { state: 'done', result: 'waived: the customer does not need it' },
    });
    const items = await stage.query(
      "SELECT kind FROM inbox_items WHERE treatment_id = $1 AND kind = 'taskDone'",
      [stage.treatmentId],
    );
    expect(items).toHaveLength(1);
    expect((await stage.ledger()).at(-1)?.content).toMatchObject({ control: 'taskWaived', taskId });
    expect(await waive(taskId, person('manager'))).toMatchObject({ ok: false, code: 'notOpen' });
  });

  it.each([
    ['somebody without the role', person('csm'), 'roleMissing'],
    ['a service', { ...person('manager'), kind: 'service' as const }, 'notAPerson'],
  ])('is not for %s', async (_who, actor, code) => {
    expect(await waive(await open('milestone:1'), actor)).toMatchObject({ ok: false, code });
  });

  it('is not for a task that is no milestone, nor for none', async () => {
    expect(await waive(await open(''), person('manager'))).toMatchObject({
      ok: false,
      code: 'notAMilestone',
    });
    expect(await waive('task:none', person('manager'))).toMatchObject({ ok: false, code: 'notFound' });
  });
});
