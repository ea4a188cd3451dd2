import type { ApiServer } from '../../api/api-server';
import { buildServer } from '../../api/build-server';
import { createLocalKey } from '../../api/keys';
import { routes } from '../../api/routes/all';
import { scopes, type RouteScope } from '../../api/scopes';
import type { Store } from '../../ports/store/store';
import { openTestStore } from '../support/stores';
import { apiDependencies, listen, tokenWith, type Listening } from './http-harness';
import { probeApplication } from './probe-application';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

interface Route {
  readonly method: string;
  readonly url: string;
  readonly scope: RouteScope | undefined;
}

const openRoutes = ['GET /healthz', 'HEAD /healthz'];
const signedRoutes = ['POST /webhooks/payments'];

describe('who may do what', () => {
  let store: Store;
  let http: Listening;
  let probe: ReturnType<typeof probeApplication>;
  const walked: Route[] = [];

  beforeAll(async () => {
    store = await openTestStore('pglite');
    probe = probeApplication(store);
    const walk = (server: ApiServer): void => {
      server.addHook('onRoute', (route) => {
        for (const method of [route.method].flat())
          walked.push({ method, url: route.url, scope: route.config?.scope });
      });
    };
    http = await listen(await buildServer(apiDependencies(probe.app), [walk, ...routes]));
  });
  afterAll(async () => {
    await http.close();
    await store.close();
  });

  const guarded = (): Route[] =>
    walked
      .filter(({ scope }) => scope !== 'open' && scope !== 'signature')
      .filter(({ method }) => method !== 'HEAD');
  const filled = (url: string): string => url.replace(':id', 'some-id').replace(':scope', 'all');
  const headOf = async (url: string, token?: string): Promise<[number, string]> => {
    const answer = await http.caller(token)('HEAD', url);
    return [answer.status, answer.text];
  };
  const named = ({ method, url }: Route): string => `${method} ${url}`;

  it('has all its routes under the eye of this test', () => {
    expect(walked.length).toBeGreaterThanOrEqual(30);
    expect(walked.map(named)).toEqual(
      expect.arrayContaining(['POST /v1/signals', 'GET /metrics', 'GET /readyz']),
    );
  });

  it('declares a known scope for every route; open are health and the signed webhook alone', () => {
    const unknown = guarded().filter(({ scope }) => !(scopes as readonly unknown[]).includes(scope));
    expect(unknown).toEqual([]);
    expect(walked.filter(({ scope }) => scope === 'open').map(named)).toEqual(openRoutes);
    expect(walked.filter(({ scope }) => scope === 'signature').map(named)).toEqual(signedRoutes);
  });

  it('refuses to start with a route that declares none', async () => {
    const careless = (server: ApiServer): void => void server.get('/careless', async () => 'hello');
    await expect(buildServer(apiDependencies(probe.app), [careless])).rejects.toThrow(
      'GET /careless declares no scope',
    );
  });

  it('answers 401 on every guarded route without a token, with an unknown one and with a malformed one', async () => {
    const tokens = [undefined, 'tl_unknown', 'two words'];
    for (const route of guarded()) {
      for (const token of tokens) {
        const answer = await http.caller(token)(route.method, filled(route.url));
        expect([named(route), answer.status]).toEqual([named(route), 401]);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  });

  it('answers 403 on every guarded route to a token that has all other scopes', async () => {
    for (const route of guarded()) {
      const others = scopes.filter((scope) => scope !== route.scope);
      const call = http.caller(await tokenWith(probe.app, { scopes: others }));
      const answer = await call(route.method, filled(route.url));
      expect([named(route), answer.status, answer.body['type']]).toEqual([
        named(route),
        403,
        'urn:tideline:problem:missingScope',
      ]);
    }
  });

  it('lets a token with the scope in', async () => {
    const call = http.caller(await tokenWith(probe.app, { scopes: ['metrics:read'] }));
    const metrics = await call('GET', '/metrics');
    expect([metrics.status, metrics.text]).toEqual([
      200,
      expect.stringContaining('tideline_http_request_seconds'),
    ]);
    expect((await call('GET', '/readyz')).body).toEqual({ ready: true, checks: { store: 'ok' } });
  });

  it('answers health to anyone', async () => {
    const answer = await http.caller()('GET', '/healthz');
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok', now: probe.app.clock.now() }]);
  });

  it('answers HEAD for health as GET, without a body', async () => {
    expect(await headOf('/healthz')).toEqual([200, '']);
    expect(await headOf('/readyz')).toEqual([401, '']);
    expect(await headOf('/readyz', await tokenWith(probe.app, { scopes: ['metrics:read'] }))).toEqual([
      200,
      '',
    ]);
  });

  it('answers 404 as a problem for an address that does not exist', async () => {
    const answer = await http.caller()('GET', '/v1/nothing');
    expect([answer.status, answer.body['type']]).toEqual([404, 'urn:tideline:problem:noSuchRoute']);
  });

  describe('tokens', () => {
    it('are stored by their hash alone', async () => {
      const token = await tokenWith(probe.app, { subject: 'hashed' });
      const rows = await store.transaction((tx) =>
        tx.query(`SELECT * FROM api_keys WHERE subject = 'hashed'`),
      );
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(token);
    });

    it('of the local person stay the same while they open, and are replaced when they do not', async () => {
      const first = await createLocalKey(probe.app, { roles: ['manager'] });
      const again = await createLocalKey(probe.app, { roles: ['manager'], known: first.token });
      const lost = await createLocalKey(probe.app, { roles: ['manager'], known: 'tl_forgotten' });
      expect([first.created, again.created, lost.created]).toEqual([true, false, true]);
      expect(again.token).toBe(first.token);
      expect((await http.caller(first.token)('GET', '/readyz')).status).toBe(401);
      expect((await http.caller(lost.token)('GET', '/readyz')).status).toBe(200);
    });
  });

  describe('the pages people open in a browser', () => {
    const basic = (token: string) => ({
      authorization: `Basic ${Buffer.from(`me:${token}`).toString('base64')}`,
    });

    it('ask for the token as a password and then show the docs', async () => {
      const refused = await http.caller()('GET', '/docs/');
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringMatching(/^Basic realm="/),
      ]);
      expect(refused.body['detail']).toContain('sign in with any name and the key as the password');
      const token = await tokenWith(probe.app, { scopes: ['docs:read'] });
      const page = await http.caller()('GET', '/docs/', undefined, basic(token));
      expect([page.status, page.text]).toEqual([200, expect.stringContaining('swagger-ui')]);
      expect((await http.caller()('GET', '/openapi.json', undefined, basic(token))).status).toBe(200);
    });

    it('are the only ones that take a password', async () => {
      const token = await tokenWith(probe.app);
      expect((await http.caller()('GET', '/metrics', undefined, basic(token))).status).toBe(401);
    });
  });
});
