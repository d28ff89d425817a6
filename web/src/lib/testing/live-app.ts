/** Components with a feed: time passes when told, and frames come when said. */
import { cleanup, render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach } from 'vitest';
import { AlarmSummary } from '$lib/alarm-summary.svelte';
import { ApiClient } from '$lib/api';
import { Downloads } from '$lib/components/files/downloads.svelte';
import type { App } from '$lib/app';
import { Fleet } from '$lib/fleet.svelte';
import { LiveFeed } from '$lib/live';
import { SimulatedClock } from '$lib/live/simulated-clock';
import type { Socket } from '$lib/live/socket';
import { Site } from '$lib/site.svelte';
import AppHarness from './AppHarness.svelte';

afterEach(() => cleanup());

/** What was asked of the server. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

/** An answer: a body, or a status with one; undefined is 404. */
export type Answer = object | { status: number; body: object } | undefined;

export interface TestApp {
  app: App;
  clock: SimulatedClock;
  /** Everything that was asked, in order. */
  asked: Asked[];
  /** Says a frame on the feed; what a data frame lacks is filled in. */
  say: (frame: Record<string, unknown>) => void;
  /** Draws a component within the application. */
  show: <Props extends Record<string, unknown>>(component: Component<Props>, props: Props) => void;
}

export function testApp(answer: (asked: Asked) => Answer = () => undefined): TestApp {
  const asked: Asked[] = [];
  const api = new ApiClient(async (target, init) => {
    const address = new URL(String(target), 'http://test');
    const request: Asked = {
      method: init?.method ?? 'GET',
      path: decodeURIComponent(address.pathname),
      query: address.searchParams,
      body: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    };
    asked.push(request);
    const given = answer(request);
    if (given === undefined) return new Response('{"detail": "Not found"}', { status: 404 });
    const { status, body } = isWithStatus(given) ? given : { status: 200, body: given };
    return new Response(JSON.stringify(body), { status });
  });
  const clock = new SimulatedClock();
  let socket: Socket | null = null;
  const live = new LiveFeed(clock, () => {
    socket = { onopen: null, onmessage: null, onclose: null, close: () => undefined };
    return socket;
  });
  live.start();
  let seq = 0;
  const say = (frame: Record<string, unknown>) => {
    seq += 1;
    const timestamp = new Date(clock.now()).toISOString().slice(0, -1);
    socket?.onmessage?.(JSON.stringify({ timestamp, epoch: 'e', seq, feed_status: 'ok', ...frame }));
    clock.pass(20);
  };
  const app: App = {
    api,
    live,
    site: new Site(),
    alarms: new AlarmSummary(api),
    downloads: new Downloads(api, live, () => undefined),
    fleet: new Fleet(api, live),
  };
  return {
    app,
    clock,
    asked,
    say,
    show: (component, props) =>
      void render(AppHarness, { props: { app, page: component as never, given: props } }),
  };
}

function isWithStatus(given: object): given is { status: number; body: object } {
  return 'status' in given && typeof given.status === 'number' && 'body' in given;
}
