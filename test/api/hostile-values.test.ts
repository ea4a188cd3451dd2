import { startApiWorld, usageDown, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(240_000);

describe('a value that is well formed and means harm', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld();
  });
  afterAll(() => world.close());

  const signal = async (more: object) => {
    const { status, body } = await world.call('POST', '/v1/signals', { ...usageDown('hostile'), ...more });
    return [status, body['detail']];
  };
  const failed = (more: object) => ({
    name: 'invoice_payment_failed',
    value: true,
    data: { invoice: 'in_1', amountMinor: 100, currency: 'eur', ...more },
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'is no signal of the book for having the name of what every object has: %s',
    async (name) => {
      expect(await signal({ name })).toEqual([
        422,
        expect.stringContaining(`the book has no signal "${name}"`),
      ]);
    },
  );

  it.each([2 ** 53, 1e300])('is no amount of money when it cannot be counted exactly: %d', async (amount) => {
    expect(await signal(failed({ amountMinor: amount }))).toEqual([
      422,
      expect.stringContaining('at most 9007199254740991'),
    ]);
  });

  it('is no fact about an invoice when it names two', async () => {
    expect(await signal({ ...failed({}), context: 'invoice:in_2' })).toEqual([
      422,
      expect.stringContaining('data.invoice and context name two invoices'),
    ]);
    expect(await signal({ ...failed({}), context: 'invoice:in_1' })).toEqual([200, undefined]);
  });

  it.each(['/v1/signals', '/v1/books', '/v1/crossings'])(
    'is refused when nested without end: %s',
    async (path) => {
      const depth = 5_000;
      const nested = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
      const under = { 'idempotency-key': `deep-${path}` };
      for (const headers of [{}, under]) {
        const { status, body } = await world.call('POST', path, nested, headers);
        expect([status, body['detail']]).toEqual([
          400,
          expect.stringContaining('nested more than 32 levels'),
        ]);
      }
    },
  );
});
