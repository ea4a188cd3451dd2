import { closeTreatment } from '../../../application/close-treatment';
import { stopTreatment } from '../../../application/controls';
import { completeTask, listTasks } from '../../../application/people/tasks';
import type { Outcome } from '../../../domain/words';
import { testActor } from '../../support/application';
import { type GateStage, stageForEach } from '../../support/gate-stage';

describe('tasks that are open when their treatment ends', () => {
  let stage: GateStage;
  stageForEach((made) => {
    stage = made;
  });
  beforeEach(async () => {
    await give('chase');
    await give('renew', { keepOpen: true });
  });

  const give = (step: string, more: { keepOpen?: boolean } = {}) =>
    stage.activities.openTask({
      ...stage.step(step),
      queue: 'success',
      title: step,
      dueAt: '2026-03-03T09:00:00.000Z',
      ...more,
    });
  const states = async () => {
    const tasks = await listTasks(stage.app, { treatmentId: stage.treatmentId, limit: 10 });
    return Object.fromEntries(tasks.map(({ step, state }) => [step, state]));
  };
  const end = (outcome: Outcome) =>
    stage.app.store.transaction((tx) =>
      closeTreatment(tx, stage.app, {
        treatmentId: stage.treatmentId,
        outcome,
        reason: 'nobody paid',
        mark: 0,
        details: '',
      }),
    );

  it('are cancelled at its natural end, but for those that say otherwise', async () => {
    await end('writtenOff');
    expect(await states()).toEqual({ chase: 'cancelled', renew: 'open' });
    const [outcome] = (await stage.ledger()).filter(({ kind }) => kind === 'outcome');
    expect(outcome?.content['cancelledTasks']).toHaveLength(1);
  });

  it('can still be done afterwards', async () => {
    await end('writtenOff');
    const [kept] = await listTasks(stage.app, { treatmentId: stage.treatmentId, state: 'open', limit: 10 });
    const done = await completeTask(stage.app, { taskId: kept?.id ?? '', actor: testActor });
    expect(done).toMatchObject({ ok: true, task: { state: 'done' } });
  });

  it('are all cancelled by a stop', async () => {
    await stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'asked to' });
    expect(await states()).toEqual({ chase: 'cancelled', renew: 'cancelled' });
  });
});
