import { startApiWorld, usageDown, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(240_000);

const treatment = 'treatment:rescue:000000000000:1';
const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Each list with every field of its query. */
const lists: Readonly<Record<string, readonly string[]>> = {
  '/v1/treatments': ['state', 'playbook', 'customer', 'outcome', 'limit', 'cursor'],
  '/v1/crossings': ['segment', 'customer', 'direction', 'limit', 'cursor'],
  '/v1/approvals': ['state', 'treatmentId', 'limit', 'cursor'],
  '/v1/tasks': ['state', 'queue', 'treatmentId', 'limit', 'cursor'],
  '/v1/product-issues': ['state', 'limit'],
  '/v1/customers/acme/timeline': ['limit'],
  '/v1/audit/verify': ['customerKey'],
  '/v1/segments': [],
  '/v1/kill-switches': [],
  '/v1/storm-breaker': [],
  '/v1/sweep/failures': [],
  '/v1/books/active': [],
};

const nasty = [
  '',
  ' ',
  '0',
  '-1',
  '1e9',
  '1.5',
  'NaN',
  'null',
  'undefined',
  '\u0000',
  'a\u0000b',
  "'; DROP TABLE treatments; --",
  '%',
  '🦊'.repeat(50),
  'x'.repeat(5_000),
  '9'.repeat(40),
  '2026-13-45T99:99:99Z',
  '[]',
  '{}',
  '../../etc/passwd',
];

/** Cursors that are no page's, broken or another list's. */
const cursors = [
  json('2026-99-99T99:99:99Z~treatment:'),
  json('2026-01-01T00:00:00Z~treatment:x:y'),
  json('2026-01-01T00:00:00Z~treatment:\u0000'),
  json({ dueAt: 'tomorrow', id: 'a' }),
  json({ dueAt: '2026-01-01T00:00:00Z', id: '\u0000' }),
  json({ dueAt: '9'.repeat(30), id: 'a' }),
  json(['a', 1, 'b']),
  json(['\u0000', 1, 'b']),
  json(['a', 1e300, 'b']),
  json(['a', -1, 'b']),
  json(null),
  json(7),
  json({}),
  'AAAA',
  '%%%',
];

const values: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '🦊'.repeat(100),
  'x'.repeat(20_000),
  [],
  [null],
  {},
  { '': 1 },
  { 'a\u0000': 'b' },
  '9999-99-99T00:00:00Z',
  '+275760-09-13T00:00:00.000Z',
  '0000-01-01T00:00:00Z',
];

interface Body {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Each route that takes a body, with one that it would take. */
const bodies: readonly Body[] = [
  {
    method: 'POST',
    path: '/v1/signals',
    body: { ...usageDown('fuzzed'), source: 'crm', context: 'invoice:1', data: { plan: 'team' } },
  },
  {
    method: 'POST',
    path: '/v1/crossings',
    body: {
      id: 'c1',
      source: 'cdp',
      customer: 'fuzzed',
      segment: 'called-in',
      direction: 'entered',
      occurredAt: '2026-03-02T08:00:00Z',
      sequence: 1,
      fromTier: 'low',
      toTier: 'high',
      reasons: ['asked'],
      context: 'call:1',
    },
  },
  {
    method: 'PUT',
    path: '/v1/customers/fuzzed',
    body: {
      attributes: { plan: 'team' },
      zone: 'Europe/Berlin',
      identities: [{ kind: 'crm', value: '1' }],
      contacts: [{ id: 'a', role: 'billing', name: 'Ada', email: 'ada@example.com', phone: '+4930123456' }],
      consents: [{ channel: 'email', class: 'marketing', granted: true, source: 'form' }],
    },
  },
  {
    method: 'POST',
    path: `/v1/treatments/${treatment}/events`,
    body: { id: 'e1', name: 'card_updated', value: true, occurredAt: '2026-03-02T08:00:00Z', data: {} },
  },
  { method: 'POST', path: `/v1/treatments/${treatment}/pause`, body: { reason: 'holiday' } },
  { method: 'POST', path: `/v1/treatments/${treatment}/resume`, body: { reason: 'back' } },
  { method: 'POST', path: `/v1/treatments/${treatment}/stop`, body: { reason: 'enough' } },
  {
    method: 'POST',
    path: '/v1/approvals/approval:none/decision',
    body: {
      decision: 'approve',
      comment: 'ok',
      finalSubject: 'Hello',
      finalText: 'Text',
      confirmStale: true,
    },
  },
  { method: 'POST', path: '/v1/tasks/task:none/complete', body: { result: 'done' } },
  { method: 'PUT', path: '/v1/kill-switches/playbook:rescue', body: { reason: 'a wrong mail' } },
  { method: 'POST', path: '/v1/storm-breaker/clear', body: { held: 'drop' } },
  { method: 'POST', path: '/v1/books', body: { files: { 'signals.yaml': 'signals: []' }, note: 'x' } },
];

/** Ids as a path may hold them. */
const ids = [
  '%00',
  'a%00b',
  '%F0%9F%A6%8A',
  '%ED%A0%80',
  '%',
  '..%2F..',
  'x'.repeat(450),
  "'%3B--",
  '%20',
  '-1',
];
const paths = [
  ['GET', '/v1/customers/'],
  ['GET', '/v1/treatments/'],
  ['POST', '/v1/approvals/', '/decision'],
  ['POST', '/v1/tasks/', '/complete'],
  ['POST', '/v1/treatments/', '/stop'],
  ['GET', '/v1/customers/', '/timeline'],
  ['GET', '/v1/kill-switches/'],
  ['DELETE', '/v1/kill-switches/'],
  ['PUT', '/v1/customers/'],
] as const;

describe('bad input', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
    await world.call('POST', '/v1/signals', usageDown('acme'));
  });
  afterAll(() => world.close());

  const told = async (method: string, path: string, body?: unknown): Promise<string | undefined> => {
    const answer = await world.call(method, path, body);
    const what = `${method} ${path.slice(0, 160)} ${JSON.stringify(body ?? '').slice(0, 200)}`;
    if (answer.status >= 500) return `${answer.status} for ${what}`;
    if (answer.status >= 400 && typeof answer.body['detail'] !== 'string') return `no detail for ${what}`;
    return undefined;
  };
  const faults = async (asks: readonly (readonly [string, string, unknown?])[]): Promise<string[]> => {
    const found: string[] = [];
    for (const [method, path, body] of asks) {
      const fault = await told(method, path, body);
      if (fault !== undefined) found.push(fault);
    }
    return found;
  };

  it.each(Object.keys(lists))('in a query of %s is never our fault', async (path) => {
    const asks = [...lists[path]!, 'unknown'].flatMap((field) =>
      [...nasty, ...(field === 'cursor' ? cursors : [])].map(
        (value) => ['GET', `${path}?${field}=${encodeURIComponent(value)}`] as const,
      ),
    );
    expect(await faults(asks)).toEqual([]);
  });

  it.each(Object.entries(lists).filter(([, fields]) => fields.includes('cursor')))(
    'in the cursor of %s names the field and the fix',
    async (path) => {
      for (const cursor of [
        json('2026-99-99T99:99:99Z~treatment:'),
        json({ dueAt: 'x', id: 'a' }),
        'AAAA',
        json(7),
      ]) {
        const answer = await world.call('GET', `${path}?cursor=${cursor}`);
        expect([answer.status, answer.body['detail']]).toEqual([
          400,
          expect.stringContaining('query.cursor'),
        ]);
      }
    },
  );

  it.each(bodies.map((one) => [`${one.method} ${one.path}`, one] as const))(
    'in a field of %s is never our fault',
    async (_name, { method, path, body }) => {
      const whole = [null, [], '[[', 'null', '"x"', '7', {}].map(
        (value) => [method, path, value ?? 'null'] as const,
      );
      const each = Object.keys(body).flatMap((field) => [
        ...values.map((value) => [method, path, { ...body, id: `${field}`, [field]: value }] as const),
        ...inside(body[field]).map((value) => [method, path, { ...body, [field]: value }] as const),
      ]);
      expect(await faults([...whole, ...each.map(([m, p, b]) => [m, p, fitting(b, body)] as const)])).toEqual(
        [],
      );
    },
  );

  it('in a path is never our fault', async () => {
    const asks = paths.flatMap(([method, before, after = '']) =>
      ids.map(
        (id) =>
          [
            method,
            `${before}${id}${after}`,
            method === 'GET' || method === 'DELETE' ? undefined : {},
          ] as const,
      ),
    );
    expect(await faults(asks)).toEqual([]);
  });
});

/** The nasty values one level deeper, where a field is an object or a list of them. */
function inside(value: unknown): unknown[] {
  if (Array.isArray(value)) return [...values.map((one) => [one]), ...inside(value[0]).map((one) => [one])];
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((field) => values.map((one) => ({ ...value, [field]: one })));
}

// Only bodies that have an id keep one.
function fitting(sent: Readonly<Record<string, unknown>>, body: Readonly<Record<string, unknown>>): unknown {
  if ('id' in body) return sent;
  const { id: _id, ...others } = sent;
  return others;
}
