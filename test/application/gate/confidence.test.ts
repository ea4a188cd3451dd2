import { gateStage, openOutside, type Outside } from '../../support/gate-stage';

describe('an offer at the gate', () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await openOutside();
  });
  afterAll(() => outside.close());

  it('is judged by the stored confidence of the score in the dimension of its play', async () => {
    const stage = await gateStage(outside);
    const book = await stage.app.store.transaction((tx) => stage.app.books.active(tx));
    const confidence = { strongFrom: 0.6 };
    await stage.app.activate({ ...book, hash: 'strict', policies: { ...book.policies, confidence } });
    const make = (step: string) =>
      stage.activities.makeOffer({
        ...stage.step(step),
        effect: { kind: 'offer', offer: 'discount', amount: '10.0' },
        amount: 10,
      });
    expect(await make('first')).toMatchObject({ status: 'refused', code: 'lowConfidence' });
    const [treatment] = await stage.query<{ playbook: string }>(
      'SELECT playbook FROM treatments WHERE customer_key = $1',
      [stage.customerKey],
    );
    const dimension = book.playbooks[treatment?.playbook ?? '']?.dimension;
    await stage.query(
      `INSERT INTO scores (customer_key, dimension, score, sequence, evaluated_at)
       VALUES ($1, $2, '{"confidence": 0.7}', 1, now())
       ON CONFLICT (customer_key, dimension) DO UPDATE SET score = excluded.score`,
      [stage.customerKey, dimension],
    );
    expect(await make('second')).toMatchObject({ status: 'done' });
  });
});
