import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiClient } from '$lib/api';
import { ClientView, type Events } from './client.svelte';
import type { ClientData, ClientNews } from './data';

const start = Date.parse('2026-06-09T10:00:00Z');

class FakeEvents implements Events {
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readyState = 1;
  private listener: ((event: MessageEvent<string>) => void) | null = null;

  addEventListener(_kind: 'now', listener: (event: MessageEvent<string>) => void): void {
    this.listener = listener;
  }

  tell(news: ClientNews): void {
    this.listener?.(new MessageEvent('now', { data: JSON.stringify(news) }));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.(new Event('error'));
  }

  close(): void {
    this.readyState = 2;
  }
}

function data(): ClientData {
  const now = new Date(Date.now()).toISOString();
  const unit = {
    key: 'a',
    name: 'Rose street',
    state: 'live' as const,
    last_seen: now,
    weighting: 'A',
    now: { at: now, lp: 50, leq: 49, stale_after_s: 3 },
    today: null,
    limits: [],
    last_24h: { period_s: 900, columns: ['at', 'leq'], rows: [] },
  };
  return { status: 'ok', name: 'Neighbours', zone: 'UTC', now, units: [unit] };
}

let opened: FakeEvents[];
let answer: () => Response;
let asked: string[];
let end: (() => void) | null;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  opened = [];
  asked = [];
  end = null;
  answer = () => Response.json(data());
});

afterEach(() => {
  end?.();
  vi.useRealTimers();
});

async function follow(): Promise<ClientView> {
  const api = new ApiClient(async (input) => {
    asked.push(String(input));
    return answer();
  });
  const view = new ClientView(api, 'tok/en', (address) => {
    asked.push(address);
    const events = new FakeEvents();
    opened.push(events);
    return events;
  });
  end = view.follow();
  await vi.advanceTimersByTimeAsync(0);
  return view;
}

test('only what belongs to the link is asked for', async () => {
  const view = await follow();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(view.state).not.toBe('failed');
  expect(new Set(asked)).toEqual(new Set(['/view/tok%2Fen/data', '/view/tok%2Fen/events']));
});

test('levels come as they are measured', async () => {
  const view = await follow();
  const at = '2026-06-09T10:00:05Z';
  opened[0]?.tell({
    key: 'a',
    state: 'live',
    last_seen: at,
    weighting: 'A',
    now: { at, lp: 61.5, leq: 50, stale_after_s: 3 },
  });
  expect(view.data?.units[0]?.now?.lp).toBe(61.5);
  expect(view.state).toBe('live');
});

test('a level is not replaced by that of a body which is older', async () => {
  const view = await follow();
  const made = data();
  await vi.advanceTimersByTimeAsync(58_000);
  const at = new Date(Date.now()).toISOString();
  opened[0]?.tell({
    key: 'a',
    state: 'live',
    last_seen: at,
    weighting: 'A',
    now: { at, stale_after_s: 4, lp: 61.5, leq: 50 },
  });
  answer = () => Response.json(made, { headers: { date: new Date(Date.now()).toUTCString() } });
  await view.load();
  expect(view.data?.units[0]?.now?.lp).toBe(61.5);
  // Nor does the clock go back to when that body was made.
  expect(Math.abs(view.now - Date.now())).toBeLessThan(1000);
});

test('a body that is newer than what was heard is taken', async () => {
  const view = await follow();
  const at = new Date(Date.now()).toISOString();
  opened[0]?.tell({
    key: 'a',
    state: 'live',
    last_seen: at,
    weighting: 'A',
    now: { at, stale_after_s: 4, lp: 61.5, leq: 50 },
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await view.load();
  expect(view.data?.units[0]?.now?.lp).toBe(50);
});

test('a link that works again is shown again', async () => {
  const view = await follow();
  answer = () => Response.json({ detail: 'Not Found' }, { status: 404 });
  await view.load();
  expect(view.state).toBe('gone');
  answer = () => Response.json(data());
  await vi.advanceTimersByTimeAsync(61_000);
  expect([view.state, view.data?.name, opened.length]).toEqual(['live', 'Neighbours', 2]);
});

test('a lost stream is said to be lost, and asked about', async () => {
  const view = await follow();
  answer = () => {
    throw new TypeError('no network');
  };
  opened[0]?.fail(0);
  expect(view.state).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(2100);
  expect(view.state).toBe('reconnecting');
  // What was known stays on the page.
  expect(view.data?.name).toBe('Neighbours');
  answer = () => Response.json(data());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(view.state).toBe('live');
});

test('a stream that was closed for good is opened anew', async () => {
  const view = await follow();
  opened[0]?.fail(2);
  await vi.advanceTimersByTimeAsync(2100);
  expect([opened.length, view.state]).toEqual([2, 'live']);
});

test('a stream that is silent is opened anew', async () => {
  await follow();
  answer = () => {
    throw new TypeError('asleep');
  };
  await vi.advanceTimersByTimeAsync(52_000);
  expect(opened.length).toBeGreaterThan(1);
});

test('a link that was taken back shows nothing more', async () => {
  const view = await follow();
  answer = () => Response.json({ detail: 'Not Found' }, { status: 404 });
  opened[0]?.fail(2);
  await vi.advanceTimersByTimeAsync(2100);
  expect([view.state, view.data]).toEqual(['gone', null]);
});

test('a failure at the start is told, and tried again', async () => {
  answer = () => Response.json({ detail: 'Internal Server Error' }, { status: 500 });
  const view = await follow();
  expect([view.state, view.problem?.kind]).toEqual(['failed', 'server']);
  answer = () => Response.json(data());
  await vi.advanceTimersByTimeAsync(61_000);
  expect(view.state).toBe('live');
});
