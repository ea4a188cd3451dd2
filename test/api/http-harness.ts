import { Registry } from 'prom-client';
import type { ApiDependencies, ApiServer } from '../../api/api-server';
import { createKey, storedKeys } from '../../api/keys';
import { scopes as allScopes } from '../../api/scopes';
import type { Actor, Application } from '../../application/application';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed JSON; an empty object where there was none. */
  readonly body: Record<string, unknown>;
}

/** A caller with one token. */
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** A listening server. */
export interface Listening {
  readonly url: string;
  caller(token?: string): Caller;
  close(): Promise<void>;
}

/** What a server over an application needs. */
export function apiDependencies(app: Application, more: Partial<ApiDependencies> = {}): ApiDependencies {
  return {
    app,
    metrics: new Registry(),
    readiness: async () => ({ ready: true, checks: { store: 'ok' } }),
    keys: storedKeys(app.store),
    // Loaded when first used: it brings the whole of mjml.
    readBook: async (texts) => (await import('../../ports/book-files/read-book')).readBookOfTexts(texts),
    ...more,
  };
}

/** Listens on a free port of the loopback interface. */
export async function listen(server: ApiServer): Promise<Listening> {
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url, caller: (token) => callerOf(url, token), close: () => server.close() };
}

/** A token with the scopes given (default: all). */
export async function tokenWith(app: Application, actor: Partial<Actor> = {}): Promise<string> {
  const whole: Actor = { subject: 'tester', kind: 'person', roles: [], scopes: allScopes, ...actor };
  return app.store.transaction((tx) => createKey(tx, app, whole));
}

function callerOf(url: string, token: string | undefined): Caller {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Metrics and pages are not JSON.
    return {};
  }
}
