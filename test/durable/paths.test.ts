import path from 'node:path';
import { acceptCrossings } from '../../application/accept-crossings';
import { pauseTreatment, resumeTreatment, stopTreatment } from '../../application/controls';
import { manager, startWorld, type World } from '../support/world';
import { disagreements } from '../support/world-evidence';

const book = path.join(__dirname, '../support/books/durable');
const because = { actor: manager, reason: 'a test' };

// Days of virtual time on a busy machine.
jest.setTimeout(180_000);

describe('paths of a treatment', () => {
  let world: World;
  let whileCompleting: (() => Promise<unknown>) | undefined;

  beforeAll(async () => {
    world = await startWorld({
      book,
      holdout: true,
      beforeCall: async (name) => {
        if (name !== 'completeTreatment' || !whileCompleting) return;
        const act = whileCompleting;
        whileCompleting = undefined;
        await act();
      },
    });
  }, 150_000);
  // Receipts, ledger and outcome tell one story, whatever the path.
  afterEach(async () => expect(await disagreements(world)).toEqual([]));
  afterAll(() => world.close());

  const subjects = (customer: string) => world.mails(customer).map(({ subject }) => subject);
  const plays = async (customer: string) =>
    (await world.treatments(customer)).map(
      ({ playbook, state, outcome }) => `${playbook} ${outcome ?? state}`,
    );
  const decisions = async (key: string) =>
    (
      await world.store.transaction((tx) =>
        tx.query<{ action: string; playbook: string }>(
          'SELECT action, playbook FROM decisions WHERE customer_key = $1 ORDER BY id',
          [key],
        ),
      )
    ).map(({ action, playbook }) => `${action} ${playbook}`.trim());
  const controls = async (key: string) =>
    (await world.ledger(key))
      .filter(({ kind }) => kind === 'control' || kind === 'outcome' || kind === 'receipt')
      .map(({ kind }) => kind);

  async function begun(customer: string, play: string): Promise<{ id: string; key: string }> {
    const key = await world.customer(customer, { zone: 'UTC' });
    await world.crosses(customer, play.replace('leave-', 'leaves-'));
    expect(subjects(customer)).toEqual(['Hello']);
    await world.advance('1d');
    const { id } = await world.treatment(customer, play);
    return { id, key };
  }

  async function left(customer: string, play: string): Promise<void> {
    await world.crosses(customer, play.replace('leave-', 'leaves-'), 'exited');
  }

  it('ignores raw signals that cannot be read, says so on its page and goes on', async () => {
    const { id } = await begun('unreadable', 'leave-continue');
    await world.raw(id, 'decision', { aprove: true });
    await world.raw(id, 'pause', { kind: 'stop', reason: 7 });
    await world.advance('1h');
    expect((await world.treatment('unreadable', 'leave-continue')).state).toBe('running');
    const { details, trace } = await world.progress(id);
    expect(trace.filter(({ outcome }) => outcome === 'ignored')).toHaveLength(2);
    expect(details).toContain('a decision that could not be read was ignored: approve must be true or false');
    expect(details).toContain('a pause that could not be read was ignored: reason must be a text');
    await world.advance('10d');
    expect(await world.result(id)).toEqual({ outcome: 'resolved', reason: 'all was said' });
  });

  describe('when the customer leaves the segment', () => {
    it('goes on with `continue`', async () => {
      const { id } = await begun('goes-on', 'leave-continue');
      await left('goes-on', 'leave-continue');
      await world.advance('10d');
      expect(await world.result(id)).toEqual({ outcome: 'resolved', reason: 'all was said' });
      expect(subjects('goes-on')).toEqual(['Hello', 'Later']);
    });

    it('ends at once with `cancel`', async () => {
      const { id, key } = await begun('cancels', 'leave-cancel');
      await left('cancels', 'leave-cancel');
      expect(await world.result(id)).toEqual({
        outcome: 'left',
        reason: expect.stringContaining('left') as string,
      });
      await world.advance('12d');
      expect(subjects('cancels')).toEqual(['Hello']);
      expect(await controls(key)).toEqual(['receipt', 'control', 'outcome']);
    });

    it('goes to its last words with `redirect`', async () => {
      const { id } = await begun('redirected', 'leave-redirect');
      await left('redirected', 'leave-redirect');
      expect(await world.result(id)).toEqual({ outcome: 'left', reason: 'said goodbye' });
      expect(subjects('redirected')).toEqual(['Hello', 'Farewell']);
    });

    it('ends after `grace` when the customer has not come back', async () => {
      const { id } = await begun('gone', 'leave-grace');
      await left('gone', 'leave-grace');
      await world.advance('47h');
      expect((await world.treatment('gone', 'leave-grace')).state).toBe('running');
      await world.advance('2h');
      expect(await world.result(id)).toMatchObject({ outcome: 'left' });
      expect(subjects('gone')).toEqual(['Hello']);
    });

    it('goes on after `grace` when the customer has come back', async () => {
      const { id } = await begun('back', 'leave-grace');
      await left('back', 'leave-grace');
      await world.advance('1d');
      await world.crosses('back', 'leaves-grace');
      await world.advance('9d');
      expect(await world.result(id)).toEqual({ outcome: 'resolved', reason: 'all was said' });
    });
  });

  it('does not start again within the cool-down, and does after it', async () => {
    const { key } = await begun('returns', 'leave-cancel');
    await left('returns', 'leave-cancel');
    await world.advance('5d');
    await world.crosses('returns', 'leaves-cancel');
    expect(await plays('returns')).toEqual(['leave-cancel left']);
    expect((await decisions(key)).at(-1)).toBe('ignore leave-cancel');
    await left('returns', 'leave-cancel');
    await world.advance('26d');
    await world.crosses('returns', 'leaves-cancel');
    expect(await plays('returns')).toEqual(['leave-cancel left', 'leave-cancel running']);
  });

  it('is held while a fraud check is open, and goes on when that has ended', async () => {
    const { id, key } = await begun('held', 'leave-continue');
    await world.signal('held', 'suspected', true);
    const held = await world.treatment('held', 'leave-continue');
    const fraud = await world.treatment('held', 'fraud-check');
    expect([held.state, held.pausedBy]).toEqual(['paused', [`preempted:${fraud.id}`]]);
    // Its mail was due on the tenth day: nothing goes out meanwhile.
    await world.advance('15d');
    expect(subjects('held')).toEqual(['Hello']);
    await world.signal('held', 'suspected', false);
    expect(await world.result(fraud.id)).toMatchObject({ outcome: 'left' });
    expect(await world.result(id)).toEqual({ outcome: 'resolved', reason: 'all was said' });
    expect(subjects('held')).toEqual(['Hello', 'Later']);
    expect(await controls(key)).toEqual([
      'receipt',
      ...['control', 'control', 'outcome', 'control'],
      ...['receipt', 'outcome'],
    ]);
  });

  it('begins a put-off start when what it waited for has ended', async () => {
    const key = await world.customer('waits', { zone: 'UTC' });
    await world.signal('waits', 'suspected', true);
    await world.signal('waits', 'ready', true);
    expect(await plays('waits')).toEqual(['fraud-check running']);
    await world.signal('waits', 'suspected', false);
    await world.advance('1d');
    expect(await plays('waits')).toEqual(['fraud-check left', 'after-care grown']);
    expect(subjects('waits')).toEqual(['Hello']);
    expect((await decisions(key)).filter((line) => line.endsWith('after-care'))).toEqual([
      'defer after-care',
      'start after-care',
    ]);
  });

  it('begins nothing while it is paused, and goes on after the resume', async () => {
    const { id, key } = await begun('paused', 'leave-continue');
    await world.act((app) => pauseTreatment(app, id, because));
    await world.advance('12d');
    expect(subjects('paused')).toEqual(['Hello']);
    expect((await world.treatment('paused', 'leave-continue')).state).toBe('paused');
    await world.act((app) => resumeTreatment(app, id, because));
    expect(await world.result(id)).toMatchObject({ outcome: 'resolved' });
    expect(subjects('paused')).toEqual(['Hello', 'Later']);
    expect(await controls(key)).toEqual(['receipt', 'control', 'control', 'receipt', 'outcome']);
  });

  it('sends nothing after a stop', async () => {
    const { id, key } = await begun('stopped', 'leave-continue');
    const answer = await world.act((app) => stopTreatment(app, id, because));
    expect(answer).toMatchObject({ ok: true, inFlight: [] });
    expect(await world.result(id)).toEqual({ outcome: 'stopped', reason: 'a test' });
    await world.advance('12d');
    expect(subjects('stopped')).toEqual(['Hello']);
    const kinds = (await world.ledger(key)).map(({ kind }) => kind);
    expect(kinds.lastIndexOf('attempt')).toBeLessThan(kinds.indexOf('control'));
  });

  it('stops also while it is paused', async () => {
    const { id } = await begun('halted', 'leave-continue');
    await world.act((app) => pauseTreatment(app, id, because));
    await world.act((app) => stopTreatment(app, id, because));
    expect(await world.result(id)).toMatchObject({ outcome: 'stopped' });
  });

  it('writes in the morning to those for whom it is night', async () => {
    await world.customer('asleep', { zone: 'America/Los_Angeles' });
    await world.customer('awake', { zone: 'UTC' });
    const zone = { hour: 'numeric', hourCycle: 'h23', timeZone: 'America/Los_Angeles' } as const;
    const hourThere = () => Number(new Intl.DateTimeFormat('en', zone).format(new Date(world.now())));
    while (hourThere() !== 3) await world.advance('1h');
    await world.crosses('asleep', 'leaves-continue');
    await world.crosses('awake', 'leaves-continue');
    const { id, waitingFor, until } = await world.treatment('asleep', 'leave-continue');
    expect(await world.effects(id)).toMatchObject([{ step: 'hello', state: 'deferred', code: 'quietHours' }]);
    expect(waitingFor).not.toBe('');
    expect([subjects('asleep'), subjects('awake')]).toEqual([[], ['Hello']]);
    await world.advance('6h');
    expect(subjects('asleep')).toEqual(['Hello']);
    expect(await world.effects(id)).toMatchObject([{ step: 'hello', state: 'done', code: 'sent' }]);
    const sent = (await world.treatment('asleep', 'leave-continue')).effects[0]?.['settledAt'];
    expect(Date.parse(String(sent))).toBeGreaterThanOrEqual(Date.parse(until ?? ''));
    const hourSent = Number(new Intl.DateTimeFormat('en', zone).format(new Date(String(sent))));
    expect(hourSent).toBe(8);
  });

  it('gives held-out customers the baseline alone and measures both arms on the same day', async () => {
    const names = Array.from({ length: 14 }, (_, index) => `watched${index}`);
    for (const name of names) {
      await world.customer(name, { zone: 'UTC' });
      await world.signal(name, 'watched', true);
    }
    const of = (name: string) => world.treatment(name, 'observed');
    const arms = await Promise.all(names.map(async (name) => ({ name, arm: (await of(name)).arm })));
    const held = arms.find(({ arm }) => arm === 'holdout')?.name ?? '';
    const treated = arms.find(({ arm }) => arm === 'treatment')?.name ?? '';
    await world.advance('5d');
    expect([subjects(held), subjects(treated)]).toEqual([['Hello'], ['Hello', 'Later']]);
    await world.signal(held, 'well', true);
    await world.advance('3d');
    const measured = await Promise.all([held, treated].map(of));
    expect(measured.map(({ measure }) => measure)).toEqual([true, false]);
    const days = measured.map(({ measuredAt, startedAt }) =>
      Math.round((Date.parse(measuredAt ?? '') - Date.parse(startedAt)) / 3_600_000),
    );
    expect(days).toEqual([168, 168]);
    // The goal ends either arm.
    await world.signal(held, 'answered', true);
    expect(await world.result((await of(held)).id)).toMatchObject({ outcome: 'saved' });
    expect((await world.effects((await of(held)).id)).map(({ step }) => step)).toEqual(['hello']);
  });

  it('measures both arms on that day also when their treatments ended before', async () => {
    const names = Array.from({ length: 14 }, (_, index) => `ended${index}`);
    for (const name of names) {
      await world.customer(name, { zone: 'UTC' });
      await world.signal(name, 'watched', true);
    }
    const of = (name: string) => world.treatment(name, 'observed');
    const arms = await Promise.all(names.map(async (name) => ({ name, arm: (await of(name)).arm })));
    const pair = (['holdout', 'treatment'] as const).map(
      (wanted) => arms.find(({ arm }) => arm === wanted)?.name ?? '',
    );
    await world.advance('2d');
    for (const name of pair) await world.signal(name, 'answered', true);
    for (const name of pair)
      expect(await world.result((await of(name)).id)).toMatchObject({ outcome: 'saved' });
    await world.signal(pair[1]!, 'well', true);
    await world.advance('4d');
    expect((await Promise.all(pair.map(of))).map(({ measuredAt }) => measuredAt)).toEqual([null, null]);
    await world.advance('2d');
    const measured = await Promise.all(pair.map(of));
    expect(measured.map(({ measure }) => measure)).toEqual([false, true]);
    const days = measured.map(({ measuredAt, startedAt }) =>
      Math.round((Date.parse(measuredAt ?? '') - Date.parse(startedAt)) / 86_400_000),
    );
    expect(days).toEqual([7, 7]);
  });

  it('arbitrates again what comes while the outcome is being recorded', async () => {
    const key = await world.customer('late', { zone: 'UTC' });
    await world.crosses('late', 'quick-one');
    const { id } = await world.treatment('late', 'quick');
    // Accepted after the workflow has taken its last item: to it, the second crossing is lost.
    whileCompleting = () => acceptSecond('late');
    await world.advance('25h');
    expect(await world.result(id)).toMatchObject({ outcome: 'resolved' });
    expect(await plays('late')).toEqual(['quick resolved', 'quick running']);
    expect((await decisions(key)).filter((line) => line.endsWith('quick'))).toEqual([
      'start quick',
      'update quick',
      'start quick',
    ]);
  });

  it('fails instead of hanging when a workflow is started by hand with an input that is none', async () => {
    const started = await world.env.client.workflow.start('leaveContinue', {
      workflowId: 'by-hand',
      taskQueue: 'treatments',
      args: [{ treatmentId: 'by-hand', customerKey: 'nobody' }],
    });
    await expect(started.result()).rejects.toMatchObject({ cause: { type: 'BadTreatmentInput' } });
    expect((await started.describe()).status.name).toBe('FAILED');
  });

  async function acceptSecond(customer: string): Promise<void> {
    const [result] = await acceptCrossings(
      world.app,
      [
        {
          id: 'second',
          origin: 'late',
          customer,
          segment: 'quick-two',
          direction: 'entered',
          occurredAt: world.now(),
        },
      ],
      { actor: manager },
    );
    expect(result).toMatchObject({ status: 'accepted' });
  }
});
