import { CloudEvent, HTTP } from 'cloudevents';
import { buildServer } from '../../api/build-server';
import type { SignalBody } from '../../api/schemas/signal';
import type { Store } from '../../ports/store/store';
import { openTestStore } from '../support/stores';
import { apiDependencies, listen, tokenWith, type Answer, type Caller, type Listening } from './http-harness';
import { intakeProbe } from './intake-probe';
import { probeApplication } from './probe-application';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

const item = {
  id: 'a',
  customer: 'c-1',
  name: 'usage_change_30d',
  value: -0.35,
  occurredAt: '2026-03-01T10:00:00+02:00',
};
const event = {
  specversion: '1.0',
  id: 'ev-1',
  source: '/warehouse',
  type: 'usage_change_30d',
  subject: 'c-1',
  time: '2026-03-01T08:00:00Z',
  datacontenttype: 'application/json',
  data: { name: 'usage_change_30d', value: -0.35 },
};

describe('what comes in', () => {
  let store: Store;
  let http: Listening;
  let call: Caller;
  const kept: SignalBody[] = [];

  beforeAll(async () => {
    store = await openTestStore('pglite');
    const probe = probeApplication(store);
    http = await listen(await buildServer(apiDependencies(probe.app), [intakeProbe(kept)]));
    call = http.caller(await tokenWith(probe.app));
  });
  afterAll(async () => {
    await http.close();
    await store.close();
  });
  beforeEach(() => {
    kept.length = 0;
  });

  const send = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    call('POST', '/items', body, headers);
  const statuses = (answer: Answer): unknown[] =>
    (answer.body['results'] as { status: string }[]).map((one) => one.status);

  describe('plain JSON', () => {
    it('takes one item, its instant turned to UTC', async () => {
      const answer = await send(item);
      expect([answer.status, answer.body['accepted']]).toEqual([200, 1]);
      expect(kept).toEqual([{ ...item, occurredAt: '2026-03-01T08:00:00.000Z' }]);
    });

    it('answers each item of a batch in its place, the bad ones without failing the good', async () => {
      const answer = await send([
        item,
        { ...item, id: 'b', value: null },
        { ...item, id: 'c', name: 'refused' },
      ]);
      expect(answer.status).toBe(207);
      expect(statuses(answer)).toEqual(['accepted', 'rejected', 'rejected']);
      expect(answer.body['results']).toMatchObject([
        { id: 'a' },
        { id: 'b', code: 'invalidItem', field: 'value' },
        { id: 'c', code: 'unknownSignal' },
      ]);
      expect(kept.map((one) => one.id)).toEqual(['a', 'c']);
    });

    it('makes a problem of a bad single item, naming the field and the fix', async () => {
      const answer = await send({ ...item, occurredAt: 'yesterday' });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body['errors']).toMatchObject([
        { field: 'occurredAt', fix: expect.stringContaining('2026-01-31T09:00:00Z') },
      ]);
    });

    it('makes a 422 of a single item that the application rejects', async () => {
      const answer = await send({ ...item, name: 'refused' });
      expect([answer.status, answer.body['type']]).toEqual([422, 'urn:tideline:problem:unknownSignal']);
    });

    it.each(['by', 'actor', 'subject', 'decidedBy'])(
      'refuses a body that names an actor (%s)',
      async (field) => {
        const answer = await send({ ...item, [field]: 'the boss' });
        expect(answer.status).toBe(400);
        expect(answer.body['errors']).toMatchObject([{ field, fix: expect.stringContaining('token') }]);
        expect(kept).toEqual([]);
      },
    );

    it.each([
      [[], 400],
      [Array.from({ length: 1_001 }, (_, n) => ({ ...item, id: `n${n}` })), 413],
      ['{"id":', 400],
      [`{"id":"${'x'.repeat(5_000_000)}"}`, 413],
    ])('refuses an empty, too large or broken body (%#)', async (body, status) => {
      const answer = await send(body);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });

    it('takes 1,000 items', async () => {
      const answer = await send(Array.from({ length: 1_000 }, (_, n) => ({ ...item, id: `n${n}` })));
      expect([answer.status, answer.body['accepted']]).toEqual([200, 1_000]);
    });

    it('refuses another media type', async () => {
      expect((await send('id=1', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    });
  });

  describe('CloudEvents 1.0', () => {
    const taken = {
      id: 'ev-1',
      source: '/warehouse',
      customer: 'c-1',
      name: 'usage_change_30d',
      value: -0.35,
      occurredAt: '2026-03-01T08:00:00.000Z',
    };

    it('takes a structured event', async () => {
      const answer = await send(event, { 'content-type': 'application/cloudevents+json; charset=utf-8' });
      expect(answer.status).toBe(200);
      expect(kept).toEqual([taken]);
    });

    it('takes what the package itself sends in binary mode', async () => {
      const message = HTTP.binary(new CloudEvent(event));
      const answer = await send(message.body, message.headers as Record<string, string>);
      expect(answer.status).toBe(200);
      expect(kept).toEqual([taken]);
    });

    it('takes a binary event whose subject is percent-encoded', async () => {
      const headers = {
        'ce-specversion': '1.0',
        'ce-id': 'ev-2',
        'ce-source': '/s',
        'ce-type': 't',
        'ce-subject': 'M%C3%BCller',
      };
      await send({ name: 'n', value: 1, occurredAt: '2026-03-01T08:00:00Z' }, headers);
      expect(kept).toMatchObject([{ customer: 'Müller' }]);
    });

    it('takes a batch, the bad events without failing the good', async () => {
      const batch = [
        event,
        { ...event, id: undefined },
        { ...event, id: 'ev-3', source: undefined },
        { ...event, id: 'ev-4' },
      ];
      const answer = await send(batch, { 'content-type': 'application/cloudevents-batch+json' });
      expect(answer.status).toBe(207);
      expect(statuses(answer)).toEqual(['accepted', 'rejected', 'rejected', 'accepted']);
      expect(kept.map((one) => one.id)).toEqual(['ev-1', 'ev-4']);
    });

    it.each([
      ['no id', { ...event, id: undefined }],
      ['another version', { ...event, specversion: '0.3' }],
      ['data that is no object', { ...event, data: 'text' }],
    ])('refuses a single event with %s', async (_what, body) => {
      expect((await send(body, { 'content-type': 'application/cloudevents+json' })).status).toBe(400);
      expect(kept).toEqual([]);
    });

    it('needs an array for a batch', async () => {
      expect((await send(event, { 'content-type': 'application/cloudevents-batch+json' })).status).toBe(400);
    });
  });
});
