import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiClient } from '$lib/api';
import { LevelHistory } from './history.svelte';
import { latest, select, type View } from './view';

const START = Date.UTC(2026, 5, 9, 12);
const MINUTE = 60_000;

/** Answers of the `series` route, each after some time. */
let answerMs: number;
let isFailing: boolean;
let asked: URLSearchParams[];
let aborted: number;
let history: LevelHistory;

function seriesOf(query: URLSearchParams): object {
  const [from, to] = [Date.parse(query.get('from')!), Date.parse(query.get('to')!)];
  const rows = [];
  for (let at = from; at < to; at += 2000) rows.push([at / 1000, 60, 1]);
  return { columns: ['time', 'leq', 'coverage'], rows, to: query.get('to') };
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  answerMs = 3000;
  isFailing = false;
  asked = [];
  aborted = 0;
  const api = new ApiClient((target, init) => {
    const { pathname, searchParams } = new URL(String(target), 'http://test');
    if (!pathname.endsWith('/series')) return Promise.resolve(Response.json({ readings: [] }));
    asked.push(searchParams);
    return new Promise((resolve, reject) => {
      let isOver = false;
      init?.signal?.addEventListener('abort', () => {
        if (!isOver) aborted += 1;
        reject(new DOMException('aborted', 'AbortError'));
      });
      setTimeout(() => {
        isOver = true;
        if (isFailing) resolve(new Response('{"detail": "no"}', { status: 500 }));
        else resolve(Response.json(seriesOf(searchParams)));
      }, answerMs);
    });
  });
  history = new LevelHistory(api, 'gate');
});

afterEach(() => {
  history.stop();
  vi.useRealTimers();
});

/** Shows a view, again each second as a page does whose clock goes on. */
async function look(seconds: number, view: (now: number) => View): Promise<void> {
  for (let i = 0; i < seconds; i += 1) {
    const now = Date.now();
    history.show({ view: view(now), width: 1000, metrics: 'leq', now });
    await vi.advanceTimersByTimeAsync(1000);
  }
}

const following = (now: number) => latest(15 * MINUTE, now);

describe('LevelHistory', () => {
  it('waits for an answer that takes longer than a second', async () => {
    await look(5, following);
    expect(history.steps).not.toBeNull();
    expect([asked.length, aborted]).toEqual([1, 0]);
  });

  it('asks for the newest steps again now and then, one request at a time', async () => {
    await look(30, following);
    expect(aborted).toBe(0);
    // One for all, and then every five seconds.
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.length).toBeLessThan(8);
    const from = Date.parse(asked.at(-1)!.get('from')!);
    expect(Date.now() - from).toBeLessThan(MINUTE);
  });

  it('leaves a request alone whose answer holds what is shown now', async () => {
    await look(1, following);
    const now = Date.now();
    history.show({ view: select(now - 14 * MINUTE, now - 5 * MINUTE, now), width: 600, metrics: 'leq', now });
    await vi.advanceTimersByTimeAsync(5000);
    expect([asked.length, aborted]).toEqual([1, 0]);
  });

  it('asks anew at once for what it was not asked for', async () => {
    await look(1, following);
    const now = Date.now();
    history.show({
      view: select(now - 90 * MINUTE, now - 60 * MINUTE, now),
      width: 1000,
      metrics: 'leq',
      now,
    });
    await vi.advanceTimersByTimeAsync(5000);
    expect([asked.length, aborted]).toEqual([2, 1]);
    expect(history.loading).toBe(false);
  });

  it('asks less and less often what the server cannot answer', async () => {
    answerMs = 10;
    isFailing = true;
    await look(60, following);
    expect(history.problem?.kind).toBe('server');
    expect(asked.length).toBeLessThan(8);
    isFailing = false;
    history.reload();
    await vi.advanceTimersByTimeAsync(100);
    expect([history.problem, history.steps === null]).toEqual([null, false]);
  });
});
