/** Speaks JSON to one server; a refusal is an error with the server's own words. */
export interface HttpClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  delete(path: string): Promise<void>;
}

/** A client that sends a bearer token. */
export function httpClient(url: string, token: string): HttpClient {
  const ask = async <T>(
    method: string,
    path: string,
    body?: unknown,
    more?: Readonly<Record<string, string>>,
  ): Promise<T> => {
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...json, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    if (!response.ok)
      throw new HttpRefusal(
        `${method} ${path} answered ${response.status}: ${text.slice(0, 400)}`,
        response.status,
      );
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    get: (path) => ask('GET', path),
    post: (path, body, headers) => ask('POST', path, body, headers),
    put: (path, body) => ask('PUT', path, body),
    delete: (path) => ask('DELETE', path),
  };
}

/** The server answered, and not with 2xx. */
export class HttpRefusal extends Error {
  override name = 'HttpRefusal';
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}
