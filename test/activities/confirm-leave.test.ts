import type { StepCommand } from '../../domain/treatment-activities';
import { type GateStage, stageForEach } from '../support/gate-stage';

describe('the end of a grace', () => {
  let stage: GateStage;
  stageForEach((made) => {
    stage = made;
  });

  const isIn = (segment: string, context: string) =>
    stage.query(
      `INSERT INTO memberships (customer_key, segment, context, membership)
       SELECT customer_key, $2, $3, jsonb_build_object('segment', $2::text, 'state', 'in', 'days', '[]'::jsonb) FROM treatments WHERE id = $1`,
      [stage.treatmentId, segment, context],
    );
  const about = (segment: string, context: string | null) =>
    stage.query('UPDATE treatments SET segment = $2, context = $3 WHERE id = $1', [
      stage.treatmentId,
      segment,
      context,
    ]);
  const confirm = async (): Promise<boolean> => {
    const [row] = await stage.query<{ key: string }>(
      'SELECT customer_key AS key FROM treatments WHERE id = $1',
      [stage.treatmentId],
    );
    const progress = { step: '', done: '', waitingFor: '', next: '' };
    const command: StepCommand = {
      treatmentId: stage.treatmentId,
      customerKey: row?.key ?? '',
      step: 'treatment',
      path: 'job:1',
      progress,
    };
    return (await stage.activities.confirmLeave(command)).left;
  };

  it('ends a treatment whose customer is in its segment about something else alone', async () => {
    await about('suspicious', 'transaction:1');
    await isIn('suspicious', 'transaction:2');
    expect(await confirm()).toBe(true);
    expect(await stage.query('SELECT terminal_outcome AS outcome FROM treatments')).toEqual([
      { outcome: 'left' },
    ]);
  });

  it('lets a treatment go on whose customer is back about the same thing', async () => {
    await about('suspicious', 'transaction:1');
    await isIn('suspicious', 'transaction:1');
    expect(await confirm()).toBe(false);
  });

  it('lets a treatment of the whole customer go on while the customer is in', async () => {
    await about('suspicious', null);
    await isIn('suspicious', '');
    expect(await confirm()).toBe(false);
  });
});
