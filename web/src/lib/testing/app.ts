/** Pages with their services, on a server of canned answers. */
import { cleanup, render } from '@testing-library/svelte';
import axe from 'axe-core';
import type { Component } from 'svelte';
import { afterEach } from 'vitest';
import { AlarmSummary } from '$lib/alarm-summary.svelte';
import { ApiClient } from '$lib/api';
import { Downloads } from '$lib/components/files/downloads.svelte';
import type { App } from '$lib/app';
import { Fleet } from '$lib/fleet.svelte';
import { browserClock, LiveFeed } from '$lib/live';
import { Site } from '$lib/site.svelte';
import { toasts } from '$lib/toasts.svelte';
import AppHarness from './AppHarness.svelte';

afterEach(() => {
  cleanup();
  for (const { id } of toasts.list) toasts.dismiss(id);
});

/** A request that was made. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

/** What a route answers: a body with `status: ok`, or a status with a body of its own. */
type Answer = object | ((asked: Asked) => object | { httpStatus: number; body: unknown });

/** Routes as `GET /api/…`; a part in braces stands for anything. */
export type Answers = Record<string, Answer>;

export class FakeServer {
  readonly asked: Asked[] = [];

  constructor(public answers: Answers) {}

  /** Requests of a route, in order. */
  to(route: string): Asked[] {
    return this.asked.filter(({ method, path }) => pattern(route).test(`${method} ${path}`));
  }

  readonly send: typeof fetch = async (input, init) => {
    const url = new URL(String(input), 'http://server');
    const text = typeof init?.body === 'string' ? init.body : null;
    const asked: Asked = {
      method: init?.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: text === null ? null : (JSON.parse(text) as unknown),
    };
    this.asked.push(asked);
    const name = `${asked.method} ${asked.path}`;
    const found = Object.entries(this.answers).find(([route]) => pattern(route).test(name));
    if (!found) return json(404, { detail: 'Not Found' });
    const answer = typeof found[1] === 'function' ? (found[1] as (asked: Asked) => object)(asked) : found[1];
    if ('httpStatus' in answer && 'body' in answer) return json(answer.httpStatus as number, answer.body);
    return json(200, { status: 'ok', ...answer });
  };
}

function pattern(route: string): RegExp {
  return new RegExp(`^${route.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`);
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

/** A roster and profiles of units by their names. */
export function unitAnswers(...ids: string[]): Answers {
  const line = {
    host: '192.0.2.7',
    tcp_port: 2255,
    tcp_enabled: true,
    ftp_enabled: false,
    poll_enabled: true,
  };
  return {
    'GET /api/nl43/roster': {
      devices: ids.map((unit_id) => ({
        ...line,
        unit_id,
        ftp_port: 21,
        web_enabled: false,
        poll_interval_seconds: 60,
        monitor_enabled: false,
      })),
      total: ids.length,
    },
    'GET /api/nl43/_units': {
      units: ids.map((unit_id) => ({
        ...line,
        unit_id,
        name: null,
        groups: [],
        latitude: null,
        longitude: null,
        frequency_weighting: null,
        monitor_enabled: false,
        deactivated: false,
      })),
    },
  };
}

/** Shows a page. The fleet is read once; live values do not come unless a test hands them in. */
export async function show(
  page: Component<never>,
  answers: Answers,
  props: Record<string, unknown> = {},
): Promise<{ server: FakeServer; app: App; container: HTMLElement }> {
  const server = new FakeServer(answers);
  const api = new ApiClient(server.send);
  const live = new LiveFeed(browserClock, () => {
    throw new Error('no test connects');
  });
  const fleet = new Fleet(api, live);
  const app: App = {
    api,
    live,
    site: new Site(),
    alarms: new AlarmSummary(api),
    downloads: new Downloads(api, live, () => undefined),
    fleet,
  };
  await fleet.refresh();
  const { container } = render(AppHarness, {
    props: { app, page: page as unknown as Component<Record<string, unknown>>, given: props },
  });
  return { server, app, container };
}

/** What axe finds wrong. Colours are looked at in a real browser. */
export async function violations(container: HTMLElement): Promise<string[]> {
  const { violations: found } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
