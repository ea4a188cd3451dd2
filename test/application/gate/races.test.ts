import { stopTreatment } from '../../../application/controls';
import { verifyLedger } from '../../../application/ledger/verify';
import { describeStores } from '../../support/stores';
import { testActor } from '../../support/application';
import { gateStage, openOutside, type GateStage, type Outside } from '../../support/gate-stage';

const notice = {
  kind: 'message',
  template: 'update',
  channel: 'email',
  class: 'transactional',
  to: 'billing',
} as const;
const all = { kind: 'charge', invoices: 'open' } as const;
const rounds = 12;

describeStores('asks and stops at the same moment', (kind) => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await openOutside(kind);
  }, 120_000);
  afterAll(() => outside.close());

  const settledStates = async (stage: GateStage) => (await stage.effects()).map((row) => row.state);

  it('make one effect of two asks with the same request', async () => {
    const stage = await gateStage(outside);
    const ask = () => stage.worker({}).sendMessage(stage.command('notice', notice));
    await Promise.allSettled([ask(), ask(), ask()]);
    const last = await ask();
    expect(['done', 'inDoubt']).toContain(last.status);
    expect(await settledStates(stage)).toHaveLength(1);
    expect(stage.mails()).toBe(1);
  });

  it('move the money once for two asks with the same request and two with others', async () => {
    const stage = await gateStage(outside);
    const ask = (n: number) =>
      stage.worker({}).chargeInvoices(stage.command('retries', all, { path: `retries:${n}` }));
    await Promise.allSettled([ask(1), ask(1), ask(2), ask(3)]);
    const moved = (await stage.charges()).reduce((sum, charge) => sum + charge.timesMoved, 0);
    expect(moved).toBe(1);
  });

  it('never attempt after an accepted stop, in the order of the ledger', async () => {
    let stoppedFirst = 0;
    for (let round = 0; round < rounds; round += 1) {
      const stage = await gateStage(outside);
      const stop = () => stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'race' });
      const send = () => stage.activities.sendMessage(stage.command('notice', notice));
      const [sent] = await Promise.all(
        round % 2 === 0 ? [send(), stop()] : [send(), new Promise((go) => setTimeout(go, round)).then(stop)],
      );
      const ledger = await stage.ledger();
      const stopAt = ledger.find(({ content }) => content.control === 'stop')?.position;
      const attemptAt = ledger.find((entry) => entry.kind === 'attempt')?.position;
      expect(stopAt).toBeDefined();
      if (sent.status === 'done') expect(attemptAt).toBeLessThan(stopAt!);
      else {
        expect(sent).toMatchObject({ status: 'refused', code: 'stopped' });
        expect(attemptAt).toBeUndefined();
        stoppedFirst += 1;
      }
      expect(stage.mails()).toBe(sent.status === 'done' ? 1 : 0);
    }
    expect(stoppedFirst).toBeGreaterThan(0);
  });

  it('leave a ledger that verifies', async () => {
    const audit = await verifyLedger({ store: outside.store });
    expect(audit.problems).toEqual([]);
    expect(audit.entries).toBeGreaterThan(rounds);
  });
});
