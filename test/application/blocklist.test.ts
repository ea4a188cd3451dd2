import type { Actor } from '../../application/application';
import {
  blockPattern,
  type BlockAsk,
  checkBlocklist,
  confirmPattern,
  listBlocklist,
  unblock,
} from '../../application/blocklist/entries';
import { rawSignal, segmentDefinition } from '../support/book-builder';
import { testApplication, type TestApplication } from '../support/application';
import { rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores } from '../support/stores';

const dayMs = 86_400_000;
const person = (subject: string): Actor => ({ subject, kind: 'person', roles: ['fraud'], scopes: [] });
const [ines, otto] = [person('ines'), person('otto')];
const base = intakeBook();
const book = intakeBook({
  hash: 'blocklist',
  signals: {
    ...base.signals,
    signed_up: rawSignal('signed_up', { type: 'boolean', source: 'identity_device' }),
    blocklist_hit: rawSignal('blocklist_hit', { type: 'string', source: 'identity_device' }),
  },
  segments: [
    ...base.segments,
    segmentDefinition('blocked', {
      entry: "signals.blocklist_hit != ''",
      exit: "signals.blocklist_hit == ''",
      treat: [{ play: 'fraud-review', with: {} }],
    }),
  ],
  policies: {
    ...base.policies,
    blocklist: {
      signal: 'blocklist_hit',
      roles: ['fraud'],
      longestMs: 365 * dayMs,
      networks: { ipv4: 16, ipv6: 32 },
    },
  },
});

describeStores('the block list', (kind) => {
  let app: TestApplication;
  let customers = 0;
  beforeAll(async () => {
    app = await testApplication({ kind, book });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.store.transaction((tx) => tx.query('DELETE FROM blocklist'));
    customers += 1;
  });

  const block = (ask: Partial<BlockAsk> & Pick<BlockAsk, 'kind' | 'pattern'>) =>
    blockPattern(app, {
      reason: 'card testing',
      sourceCase: 'treatment:fraud-review:000000000000:1',
      expiresAt: new Date(Date.parse(app.clock.now()) + 30 * dayMs).toISOString(),
      actor: ines,
      ...ask,
    });
  const idOf = async (asked: ReturnType<typeof block>): Promise<string> => {
    const answer = await asked;
    if (!answer.ok) throw new Error(answer.message);
    return answer.entry.id;
  };
  const hits = async (seen: Parameters<typeof checkBlocklist>[1]) =>
    (await checkBlocklist(app, seen)).map(({ kind: of }) => of);

  it.each([
    ['device', 'd-77', { device: 'd-77' }, { device: 'd-78' }],
    ['ip', '203.0.113.7', { ip: '::ffff:203.0.113.7' }, { ip: '203.0.113.8' }],
    ['ip', '2001:DB8::1', { ip: '2001:db8:0:0:0:0:0:1' }, { ip: '2001:db8::2' }],
    ['email', 'Eve@Example.com', { email: 'eve@example.COM' }, { email: 'adam@example.com' }],
  ] as const)('blocks one %s %s at once and keeps it as a hash alone', async (of, pattern, hit, miss) => {
    expect(await block({ kind: of, pattern })).toMatchObject({
      ok: true,
      entry: { kind: of, state: 'active', pattern: null, proposedBy: 'ines' },
    });
    expect([await hits(hit), await hits(miss)]).toEqual([[of], []]);
    const stored = JSON.stringify(await rows(app, 'SELECT * FROM blocklist')).toLowerCase();
    expect(stored).not.toContain(pattern.toLowerCase());
    expect(app.logged.join()).not.toContain(pattern);
  });

  it.each([
    ['ip', '203.0.113.9/24', 'network', '203.0.113.0/24', { ip: '203.0.113.200' }, { ip: '203.0.114.1' }],
    ['ip', '2001:db8:1::/48', 'network', '2001:db8:1::/48', { ip: '2001:db8:1::9' }, { ip: '2001:db8:2::9' }],
    [
      'email',
      '*@Example.com',
      'domain',
      'example.com',
      { email: 'eve@mail.example.com' },
      { email: 'eve@anexample.com' },
    ],
  ] as const)(
    'of a wide %s %s needs two people before it hits',
    async (of, pattern, wide, text, hit, miss) => {
      const id = await idOf(block({ kind: of, pattern }));
      expect(await listBlocklist(app, { limit: 10 })).toMatchObject([
        { id, kind: wide, pattern: text, state: 'proposed' },
      ]);
      expect(await hits(hit)).toEqual([]);
      expect(await confirmPattern(app, { id, actor: ines })).toMatchObject({
        ok: false,
        code: 'sameApprover',
      });
      expect(await confirmPattern(app, { id, actor: otto })).toMatchObject({
        ok: true,
        entry: { state: 'active', confirmedBy: 'otto' },
      });
      expect([await hits(hit), await hits(miss)]).toEqual([[wide], []]);
    },
  );

  it('takes no wide pattern from one person past the application either', async () => {
    const id = await idOf(block({ kind: 'ip', pattern: '203.0.113.0/24' }));
    const alone = "UPDATE blocklist SET state = 'active', confirmed_by = proposed_by WHERE id = $1";
    await expect(rows(app, alone, [id])).rejects.toThrow(/wide_patterns_need_two_people/);
  });

  it.each([
    ['ip', '300.1.1.1', /must be an IP address/],
    ['ip', '10.0.0.0/8', /too wide: policies.yaml allows networks down to \/16/],
    ['ip', '1', /must be an IP address/],
    ['email', 'eve@*.com', /must be an e-mail address/],
    ['email', '@com', /must be an e-mail address/],
  ] as const)('refuses the %s %s and says what to write', async (of, pattern, message) => {
    const refused = await block({ kind: of, pattern });
    expect(refused).toMatchObject({ ok: false, code: 'invalidPattern', field: 'pattern' });
    expect(refused).toHaveProperty('message', expect.stringMatching(message));
  });

  it('takes a network of one address as that address', async () => {
    expect(await block({ kind: 'ip', pattern: '203.0.113.7/32' })).toMatchObject({ entry: { kind: 'ip' } });
  });

  it('is written by people with the role only, and not for ever', async () => {
    const pattern = { kind: 'device', pattern: 'd-1' } as const;
    const stranger = { ...ines, roles: ['support'] };
    expect(await block({ ...pattern, actor: stranger })).toMatchObject({ code: 'roleMissing' });
    expect(await block({ ...pattern, actor: { ...ines, kind: 'service' } })).toMatchObject({
      code: 'notAPerson',
    });
    expect(await block({ ...pattern, expiresAt: '2099-01-01T00:00:00.000Z' })).toMatchObject({
      code: 'invalidExpiry',
    });
  });

  it('forgets an entry when its time is over, and takes the pattern anew', async () => {
    const pattern = { kind: 'device', pattern: 'd-1' } as const;
    await idOf(block({ ...pattern, expiresAt: new Date(Date.parse(app.clock.now()) + dayMs).toISOString() }));
    expect(await block(pattern)).toMatchObject({ ok: false, code: 'conflict' });
    app.clock.advance(dayMs);
    expect(await hits({ device: 'd-1' })).toEqual([]);
    expect(await listBlocklist(app, { limit: 10 })).toMatchObject([{ state: 'expired' }]);
    expect(await block(pattern)).toMatchObject({ ok: true });
  });

  it('lets go of what is taken off, and keeps who did it', async () => {
    const id = await idOf(block({ kind: 'device', pattern: 'd-1' }));
    expect(await unblock(app, { id, actor: otto })).toMatchObject({
      entry: { state: 'removed', removedBy: 'otto' },
    });
    expect(await hits({ device: 'd-1' })).toEqual([]);
    expect(await unblock(app, { id, actor: otto })).toMatchObject({ ok: false, code: 'notOpen' });
  });

  it('makes a hit of a fact that names what is blocked, which starts a review and is told once', async () => {
    await idOf(block({ kind: 'device', pattern: 'd-1' }));
    const customer = `c${customers}`;
    const data = { device: 'd-1', ip: '198.51.100.4', email: 'eve@example.com' };
    const sent = signal(app, 'signed_up', true, { customer, data, context: 'transaction:t1' });
    const [result, ...others] = await send(app, sent);
    expect(others).toEqual([]);
    expect(result).toMatchObject({ id: sent.id, status: 'accepted' });
    expect(result?.treatments).toHaveLength(1);
    const [again] = await send(app, sent);
    expect(again).toMatchObject({ status: 'duplicate', treatments: [] });
    const facts = await rows<{ value: string; context: string; data: object }>(
      app,
      `SELECT value, context, data FROM signals WHERE name = 'blocklist_hit' AND customer_key =
         (SELECT customer_key FROM identities WHERE value = $1)`,
      [customer],
    );
    expect(facts).toEqual([
      { value: 'device', context: 'transaction:t1', data: { entry: expect.stringMatching(/^block:/) } },
    ]);
  });

  it('makes nothing of a fact that hits nothing', async () => {
    await idOf(block({ kind: 'device', pattern: 'd-1' }));
    const customer = `c${customers}`;
    const [result] = await send(app, signal(app, 'signed_up', true, { customer, data: { device: 'd-2' } }));
    expect(result).toMatchObject({ status: 'accepted', crossings: [], treatments: [] });
  });
});
