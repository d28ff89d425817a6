import { describe, expect, it } from 'vitest';
import { addressOf, ApiClient } from './client';
import { ApiProblem } from './problem';

function answering(status: number, body: unknown) {
  const asked: { url: string; init: RequestInit }[] = [];
  const client = new ApiClient((url, init) => {
    asked.push({ url: String(url), init: init ?? {} });
    return Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status }));
  });
  return { client, asked };
}

async function failure(promise: Promise<unknown>): Promise<ApiProblem> {
  const thrown: unknown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ApiProblem)) throw new Error('a problem was expected');
  return thrown;
}

describe('the API client', () => {
  it('fills in the address', () => {
    expect(
      addressOf('/api/{unit_id}/x', {
        path: { unit_id: 'a/b c' },
        query: { from: '1+2', to: undefined, n: 0 },
      }),
    ).toBe('/api/a%2Fb%20c/x?from=1%2B2&n=0');
  });

  it('sends bodies as JSON', async () => {
    const { client, asked } = answering(200, { status: 'ok' });
    await client.post('/api/nl43/roster', { body: { unit_id: 'a', host: 'h' } as never });
    expect(asked[0]?.init).toMatchObject({ method: 'POST', body: '{"unit_id":"a","host":"h"}' });
  });

  it('says what a meter did not do, and what can be done', async () => {
    const body = {
      detail: 'Failed to communicate with device',
      error: 'refused',
      reason: 'connection refused',
    };
    const problem = await failure(answering(502, body).client.get('/api/nl43/roster', {}));
    expect(problem).toMatchObject({
      kind: 'meter',
      status: 502,
      message: 'connection refused',
      error: 'refused',
    });
    expect(problem.advice).toContain('port');
  });

  it('maps wrong fields to the fields of a form', async () => {
    const body = {
      detail: [
        { type: 'int', loc: ['body', 'tcp_port'], msg: 'too large', input: 0 },
        { type: 'time', loc: ['body', 'blocks', 0, 'start'], msg: 'no time', input: '' },
      ],
    };
    const problem = await failure(answering(422, body).client.get('/api/nl43/roster', {}));
    expect(problem.fields).toEqual({ tcp_port: 'too large', 'blocks.0.start': 'no time' });
  });

  it('finds nothing where a route or a thing is missing', async () => {
    await expect(
      answering(404, { detail: 'Not Found' }).client.find('/api/nl43/roster', {}),
    ).resolves.toBeNull();
    const problem = await failure(answering(500, undefined).client.find('/api/nl43/roster', {}));
    expect(problem.kind).toBe('server');
  });

  it('tells a server that is not there from one that is slow', async () => {
    const gone = new ApiClient(() => Promise.reject(new TypeError('failed')));
    expect((await failure(gone.get('/api/nl43/roster', {}))).kind).toBe('offline');
    const slow = new ApiClient(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('timeout', 'TimeoutError')));
        }),
    );
    expect((await failure(slow.get('/api/nl43/roster', { timeoutMs: 1 }))).kind).toBe('timeout');
  });

  it('reads an answer that is no JSON as words', async () => {
    const client = new ApiClient(() =>
      Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })),
    );
    expect((await failure(client.get('/api/nl43/roster', {}))).message).toBe('<h1>Bad gateway</h1>');
  });
});
