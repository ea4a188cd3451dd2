import { startApiWorld, usageDown, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

const person = {
  name: 'Nora Hale',
  email: 'nora.hale@example.com',
  phone: '+4930123456',
  id: 'nora@private.example',
};

describe('customers over HTTP', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
  });
  afterAll(() => world.close());

  const put = (id: string, body: object) =>
    world.call('PUT', `/v1/customers/${encodeURIComponent(id)}`, body);

  it('are created, changed and read', async () => {
    const first = await put('acme', { attributes: { plan: 'team', seats: 12 }, zone: 'Europe/Berlin' });
    const second = await put('acme', {
      attributes: { seats: 14 },
      identities: [{ kind: 'crm', value: '0061' }],
      contacts: [{ id: 'main', role: 'billing', name: person.name, email: person.email }],
      consents: [{ channel: 'email', class: 'marketing', granted: false }],
    });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body['customerKey']).toBe(first.body['customerKey']);
    const view = await world.call('GET', '/v1/customers/acme');
    expect(view.body).toMatchObject({
      attributes: { plan: 'team', seats: 14 },
      zone: 'Europe/Berlin',
      identities: [
        { kind: 'crm', value: '0061' },
        { kind: 'id', value: 'acme' },
      ],
      contacts: [{ id: 'main', email: person.email }],
      consents: [{ channel: 'email', class: 'marketing', granted: false }],
    });
    const byKey = await world.call('GET', `/v1/customers/${String(first.body['customerKey'])}`);
    expect(byKey.body).toEqual(view.body);
  });

  it('keep an identity to themselves', async () => {
    await put('owner', { identities: [{ kind: 'crm', value: '7' }] });
    const answer = await put('thief', { identities: [{ kind: 'crm', value: '7' }] });
    expect([answer.status, answer.body['errors']]).toEqual([
      409,
      [expect.objectContaining({ field: 'identities' })],
    ]);
    expect((await world.call('GET', '/v1/customers/thief')).status).toBe(404);
  });

  it.each([
    [{ zone: 'Mars/Olympus' }, 'zone'],
    [{ contacts: [{ id: 'a', role: 'user', email: 'nobody' }] }, 'contacts.0.email'],
    [{ contacts: [{ id: 'a', role: 'user', phone: '030 123' }] }, 'contacts.0.phone'],
    [{ consents: [{ channel: 'pigeon', class: 'marketing', granted: true }] }, 'consents.0.channel'],
    [{ attributes: { deep: { er: 1 } } }, 'attributes.deep'],
  ])('refuse %j, naming the field', async (body, field) => {
    const answer = await put('strict', body);
    expect([answer.status, answer.body['errors']]).toEqual([400, [expect.objectContaining({ field })]]);
  });

  it('are checked against the book, every field with the name that may be meant', async () => {
    const answer = await put('checked', {
      attributes: { annualRevenue: 'a lot', anualRevenue: 5, constructor: 1, plan: 'team' },
      contacts: [
        { id: 'a', role: 'chmpion' },
        { id: 'b', role: 'user' },
      ],
    });
    expect([answer.status, answer.body['type']]).toEqual([422, 'urn:tideline:problem:notInTheBook']);
    expect(answer.body['errors']).toEqual([
      {
        field: 'attributes.annualRevenue',
        message: 'must be a number, not a text',
        fix: 'Send attributes.annualRevenue as a number.',
      },
      {
        field: 'attributes.anualRevenue',
        message: 'is no attribute of the book',
        fix: expect.stringMatching(/^Did you mean "annualRevenue"\?/),
      },
      {
        field: 'attributes.constructor',
        message: 'is no attribute of the book',
        fix: expect.stringContaining('Valid: name, plan, seats, annualRevenue'),
      },
      {
        field: 'contacts.0.role',
        message: 'is no contact role of the book',
        fix: expect.stringMatching(/^Did you mean "champion"\?/),
      },
    ]);
    expect((await world.call('GET', '/v1/customers/checked')).status).toBe(404);
  });

  it('have a name whatever the book declares', async () => {
    expect((await put('named', { attributes: { name: 'Acme' } })).status).toBe(201);
    expect((await put('named', { attributes: { name: 7 } })).status).toBe(422);
  });

  it('show what happened to them, in order', async () => {
    await world.call('POST', '/v1/signals', usageDown('story'));
    const answer = await world.call('GET', '/v1/customers/story/timeline');
    const entries = answer.body['entries'] as { at: string; kind: string; title: string }[];
    expect(entries.map((entry) => entry.kind)).toEqual(
      expect.arrayContaining(['signal', 'crossing', 'decision']),
    );
    expect(entries.every((entry) => entry.title.length > 0)).toBe(true);
  });

  it('that are unknown are a 404 that does not repeat the id', async () => {
    for (const path of ['', '/timeline']) {
      const answer = await world.call('GET', `/v1/customers/${encodeURIComponent(person.email)}${path}`);
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain(person.email);
    }
  });

  it('leave no personal data in the log, neither from what works nor from what fails', async () => {
    world.lines.length = 0;
    const contacts = [
      { id: 'main', role: 'billing', name: person.name, email: person.email, phone: person.phone },
    ];
    await put(person.id, { attributes: { name: person.name }, contacts });
    await put(person.id, { contacts: [{ ...contacts[0], email: person.phone }] });
    await world.call('POST', '/v1/signals', usageDown(person.id));
    await world.call('POST', '/v1/signals', { ...usageDown(person.id), name: person.email });
    await world.call('GET', `/v1/customers/${encodeURIComponent(person.id)}/timeline?limit=5`);
    await world.call('GET', `/v1/treatments?customer=${encodeURIComponent(person.id)}`);
    await world.call('GET', `/v1/nothing/${encodeURIComponent(person.email)}`);
    const text = JSON.stringify(world.lines);
    expect(world.lines.length).toBeGreaterThanOrEqual(7);
    expect(text).toContain('customerKey');
    for (const secret of Object.values(person)) expect(text).not.toContain(secret);
    expect(text).not.toContain(encodeURIComponent(person.id));
  });
});
