import { ApiProblem, problemOf } from './problem';
import type { Answer, Method, Options, PathWith, Paths, Waiting } from './request';

/** How long an answer may take. What goes to a meter takes seconds; long work is an operation, not a request. */
const DEFAULT_TIMEOUT_MS = 30_000;

interface Given extends Waiting {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** The one way to the server's API. */
export class ApiClient {
  constructor(
    private readonly send: typeof fetch = (...request) => fetch(...request),
    private readonly base = '',
  ) {}

  get<P extends PathWith<'get'>>(path: P, options: Options<P, 'get'>): Promise<Answer<P, 'get'>> {
    return this.call('get', path, options);
  }

  post<P extends PathWith<'post'>>(path: P, options: Options<P, 'post'>): Promise<Answer<P, 'post'>> {
    return this.call('post', path, options);
  }

  put<P extends PathWith<'put'>>(path: P, options: Options<P, 'put'>): Promise<Answer<P, 'put'>> {
    return this.call('put', path, options);
  }

  delete<P extends PathWith<'delete'>>(path: P, options: Options<P, 'delete'>): Promise<Answer<P, 'delete'>> {
    return this.call('delete', path, options);
  }

  /** Like `get`, with `null` for what is not there: a unit without readings, a route that this server does not have. */
  async find<P extends PathWith<'get'>>(
    path: P,
    options: Options<P, 'get'>,
  ): Promise<Answer<P, 'get'> | null> {
    try {
      return await this.get(path, options);
    } catch (thrown) {
      if (thrown instanceof ApiProblem && (thrown.kind === 'missing' || thrown.status === 405)) return null;
      throw thrown;
    }
  }

  /**
   * The whole answer, for what is no JSON.
   *
   * @throws {ApiProblem} whenever the status is not one of success.
   */
  async raw(method: Method, path: string, given: Given = {}): Promise<Response> {
    const timeout = AbortSignal.timeout(given.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const signal = given.signal ? AbortSignal.any([given.signal, timeout]) : timeout;
    let response: Response;
    try {
      response = await this.send(this.base + addressOf(path, given), {
        method: method.toUpperCase(),
        signal,
        headers: {
          accept: 'application/json',
          ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
      });
    } catch (thrown) {
      if (given.signal?.aborted) throw thrown;
      throw new ApiProblem({ kind: timeout.aborted ? 'timeout' : 'offline' });
    }
    if (!response.ok) throw problemOf(response.status, await readJson(response));
    return response;
  }

  private async call<P extends keyof Paths, M extends Method>(
    method: M,
    path: P,
    given: object,
  ): Promise<Answer<P, M>> {
    const response = await this.raw(method, path, given);
    const body = response.status === 204 ? undefined : await readJson(response);
    return body as Answer<P, M>;
  }
}

/** Whether a thrown thing only says that the wait was ended by us. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

/** A route with its places filled in and its query; what is null or undefined is left out. */
export function addressOf(path: string, { path: places = {}, query = {} }: Given): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(places[name])));
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  return pairs.length > 0 ? `${address}?${pairs.join('&')}` : address;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return { detail: text.slice(0, 300) };
  }
}
