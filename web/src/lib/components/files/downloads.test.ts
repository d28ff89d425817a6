import { describe, expect, it } from 'vitest';
import { ApiClient } from '$lib/api';
import { Downloads } from './downloads.svelte';

function downloads(answer: (init: RequestInit | undefined) => Response | Promise<Response>) {
  const saved: string[] = [];
  const api = new ApiClient(async (_, init) => answer(init));
  return { downloads: new Downloads(api, 'gate', (_, name) => saved.push(name)), saved };
}

const path = '/NL-43/Auto_0001';

describe('Downloads', () => {
  it('hands a folder to the browser once it is whole', async () => {
    const headers = {
      'x-operation-id': 'op-1',
      'content-disposition': 'attachment; filename="Auto_0001.zip"',
    };
    const { downloads: list, saved } = downloads(() => new Response('1234', { headers }));
    await list.fetch({ path, isFolder: true });
    expect(saved).toEqual(['Auto_0001.zip']);
    expect(list.list[0]).toMatchObject({ state: 'done', received: 4, operation: 'op-1' });
  });

  it('saves nothing of an answer that is cut off', async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.error(new TypeError('terminated'));
      },
    });
    const { downloads: list, saved } = downloads(() => new Response(body));
    await list.fetch({ path, isFolder: true });
    expect(saved).toEqual([]);
    expect(list.list[0]?.state).toBe('failed');
    expect(list.list[0]?.problem?.kind).toBe('meter');
  });

  it('names the files that could not be fetched', async () => {
    const files = [{ path: `${path}/a.rnd`, reason: 'broken', attempts: 3, size: null }];
    const refusal = JSON.stringify({ detail: 'some are missing', files });
    const { downloads: list } = downloads(() => new Response(refusal, { status: 502 }));
    await list.fetch({ path, isFolder: true });
    expect(list.list[0]?.missing).toEqual(files);
  });

  it('asks for an archive that lacks files only when told', async () => {
    const bodies: unknown[] = [];
    const { downloads: list } = downloads((init) => {
      bodies.push(JSON.parse(String(init?.body)));
      return new Response('');
    });
    await list.fetch({ path, isFolder: true });
    await list.fetch({ path, isFolder: true, partial: true });
    expect(bodies).toEqual([{ remote_path: path }, { remote_path: path, partial: true }]);
  });
});
