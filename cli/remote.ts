import { z } from 'zod';
import type { Connection } from './connection';
import { CliFailure } from './failure';

/** JSON as the server sends it; each command checks the part it shows. */
export type Json = Record<string, unknown>;

/** A field's text, or another where it is none. */
export function textField(answer: Json, field: string, otherwise: string): string {
  const value = answer[field];
  return typeof value === 'string' ? value : otherwise;
}

/** The server, over HTTP. */
export interface Remote {
  get(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<Json>;
  /** The deployment's own time, which a demo runs faster. */
  now(): Promise<string>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Json>;
}

const problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string(), fix: z.string() })).default([]),
});

/** Talks to a server; a refusal becomes one sentence with the fix. */
export function connectRemote(connection: Connection): Remote {
  const call = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const response = await reach(connection, method, path, body);
    const text = await wholeText(response, connection);
    if (!response.ok) throw new CliFailure(sentenceOf(response.status, text));
    const answer = answerOf(text);
    if (!answer) throw new CliFailure(notOurs(response.status));
    return answer;
  };
  return {
    get: (path, query = {}) => {
      const set = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const search = new URLSearchParams(set).toString();
      return call('GET', search === '' ? path : `${path}?${search}`);
    },
    now: async () => String((await call('GET', '/healthz'))['now']),
    send: call,
  };
}

async function reach(connection: Connection, method: string, path: string, body: unknown): Promise<Response> {
  const ask = (): Promise<Response> => request(connection, method, path, body);
  try {
    return await ask().catch((error: unknown) => {
      // A kept connection may be closed by the server (or a proxy) just as it is used again.
      if (isRepeatable(method, path) && isBroken(error)) return ask();
      throw error;
    });
  } catch {
    throw new CliFailure(
      `No server answers at ${connection.url}: start it with \`npm start\`, or give another --url.`,
    );
  }
}

function request(connection: Connection, method: string, path: string, body: unknown): Promise<Response> {
  return fetch(`${connection.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${connection.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

// Facts and crossings carry their own ids: sent again they are duplicates.
function isRepeatable(method: string, path: string): boolean {
  return method !== 'POST' || /^\/v1\/(signals|crossings)\b/.test(path);
}

// Not instanceof: a sandboxed caller has another Error than fetch has.
function isBroken(error: unknown): boolean {
  const cause = fieldOf(error, 'cause');
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(String(fieldOf(cause, 'code')));
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Json)[name] : undefined;
}

async function wholeText(response: Response, { url }: Connection): Promise<string> {
  try {
    return await response.text();
  } catch {
    throw new CliFailure(
      `The server at ${url} broke off in the middle of its answer: look whether it did what you asked, then try again.`,
    );
  }
}

function answerOf(text: string): Json | undefined {
  if (text === '') return {};
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? (answer as Json) : undefined;
  } catch {
    // Not JSON: whoever answered is not Tideline.
    return undefined;
  }
}

function notOurs(status: number): string {
  return `The server answered ${status} with something that is not Tideline: check --url.`;
}

function sentenceOf(status: number, text: string): string {
  try {
    const parsed = problem.parse(JSON.parse(text));
    const [first, ...others] = parsed.errors;
    // The detail of most problems is their first fault in words; of some it is what all have in common.
    const more = first && parsed.detail.includes(first.message) ? others : parsed.errors;
    return [parsed.detail, ...more.map(lineOf)].join('\n');
  } catch {
    // Not a problem of ours, so something stands between us and the server.
    return notOurs(status);
  }
}

function lineOf({ field, message, fix }: z.output<typeof problem>['errors'][number]): string {
  return `${field}: ${message.replace(/\.$/, '')}. ${fix}`.trimEnd();
}
