import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testApp, type TestApp } from '$lib/testing/live-app';
import type { Operation } from '$lib/components/operations/data';
import { Downloads, shareOf } from './downloads.svelte';

const path = '/NL-43/Auto_0001';

let test: TestApp;
let opened: string[];
let downloads: Downloads;
let listed: Partial<Operation>[];

const operation = (change: Partial<Operation> = {}): Partial<Operation> => ({
  operation_id: 'op-1',
  unit_id: 'gate',
  kind: 'download-folder',
  state: 'running',
  began: new Date(test.clock.now()).toISOString(),
  bytes_done: 0,
  bytes_total: null,
  ...change,
});
const tell = (change: Partial<Operation> = {}) =>
  test.say({ unit_id: 'gate', event: 'operation', operation: operation(change) });

beforeEach(() => {
  opened = [];
  listed = [];
  test = testApp(() => ({ operations: listed }));
  downloads = new Downloads(test.app.api, test.app.live, (address) => opened.push(address));
  const end = downloads.follow();
  return end;
});

describe('Downloads', () => {
  it('lets the browser take a file or a folder, and asks for gaps only when told', () => {
    downloads.fetch({ unit: 'gate', path: '/NL-43/a b.rnd', isFolder: false });
    downloads.fetch({ unit: 'gate', path, isFolder: true });
    downloads.fetch({ unit: 'gate', path, isFolder: true, partial: true });
    expect(opened).toEqual([
      '/api/nl43/gate/ftp/download?remote_path=%2FNL-43%2Fa%20b.rnd',
      '/api/nl43/gate/ftp/download-folder?remote_path=%2FNL-43%2FAuto_0001',
      '/api/nl43/gate/ftp/download-folder?remote_path=%2FNL-43%2FAuto_0001&partial=true',
    ]);
  });

  it('shows how it gets on, as the feed tells', () => {
    downloads.fetch({ unit: 'gate', path, isFolder: true });
    tell();
    tell({ bytes_done: 50, bytes_total: 200 });
    expect(downloads.list[0]).toMatchObject({
      operation: 'op-1',
      state: 'receiving',
      received: 50,
      size: 200,
    });
    expect(shareOf(downloads.running)).toBe(25);
    tell({ state: 'done', bytes_done: 200, bytes_total: 200 });
    expect([downloads.list[0]?.state, downloads.running.length]).toEqual(['done', 0]);
  });

  it('takes no operation for its own that is of others', () => {
    tell({ operation_id: 'old', began: new Date(test.clock.now() - 60_000).toISOString() });
    downloads.fetch({ unit: 'gate', path, isFolder: true });
    tell({ operation_id: 'old', began: new Date(test.clock.now() - 60_000).toISOString() });
    tell({ operation_id: 'file', kind: 'download' });
    expect(downloads.list[0]?.operation).toBeNull();
  });

  it('keeps two downloads of a kind apart', () => {
    downloads.fetch({ unit: 'gate', path, isFolder: true });
    tell({ operation_id: 'op-1' });
    downloads.fetch({ unit: 'gate', path: '/NL-43/Auto_0002', isFolder: true });
    tell({ operation_id: 'op-1', bytes_done: 5 });
    tell({ operation_id: 'op-2', bytes_done: 7 });
    expect(downloads.list.map(({ name, received }) => `${name} ${received}`)).toEqual([
      'Auto_0002.zip 7',
      'Auto_0001.zip 5',
    ]);
  });

  it('says why it failed', () => {
    downloads.fetch({ unit: 'gate', path, isFolder: true });
    tell({ state: 'failed', error: '1 of 3 files could not be fetched' });
    expect(downloads.list[0]).toMatchObject({ state: 'failed', error: '1 of 3 files could not be fetched' });
  });

  it('asks the server where the feed is silent, and gives up what never began', async () => {
    vi.useFakeTimers();
    try {
      const other = new Downloads(test.app.api, test.app.live, () => undefined);
      const end = other.follow();
      other.fetch({ unit: 'gate', path, isFolder: true });
      listed = [operation({ state: 'done', bytes_done: 9 })];
      await vi.advanceTimersByTimeAsync(3100);
      expect(other.list[0]?.state).toBe('done');
      other.fetch({ unit: 'gate', path: '/NL-43/b.rnd', isFolder: false });
      test.clock.pass(40_000);
      await vi.advanceTimersByTimeAsync(3100);
      expect(other.list[0]).toMatchObject({ state: 'failed', operation: null });
      end();
    } finally {
      vi.useRealTimers();
    }
  });

  it('is ended at the server', async () => {
    downloads.fetch({ unit: 'gate', path, isFolder: true });
    tell();
    await downloads.cancel(downloads.list[0]!.id);
    expect(test.asked.find(({ method }) => method === 'DELETE')?.path).toBe('/api/nl43/gate/operations/op-1');
  });
});
