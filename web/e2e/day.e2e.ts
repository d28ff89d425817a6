/**
 * A page that is left open for a day must not grow. The day passes in a minute or less: the page is given a clock and a socket
 * that the test drives, and everything else of it is real.
 */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser as launch, missing, problems } from './harness';

const UNITS = 20;
/** Pictures are drawn so far apart, s; timers run every second. */
const STEP_S = 60;
const GROWTH_LIMIT_MB = 5;

const reason = missing();

/** Runs in the page before everything else. */
function simulate(units: number): void {
  let now = Date.UTC(2026, 5, 9);
  let ids = 0;
  const timers = new Map<number, { at: number; run: () => void; every: number | null }>();
  let frames: FrameRequestCallback[] = [];
  const sockets: { onopen?: () => void; onmessage?: (event: { data: string }) => void }[] = [];
  let seq = 0;

  const RealDate = Date;
  class SimulatedDate extends RealDate {
    constructor(...given: unknown[]) {
      super(...((given.length > 0 ? given : [now]) as [number]));
    }
    static override now = () => now;
  }
  const later = (run: () => void, ms = 0, every: number | null = null) => {
    ids += 1;
    timers.set(ids, { at: now + ms, run, every });
    return ids;
  };
  class SimulatedSocket {
    static readonly OPEN = 1;
    constructor() {
      sockets.push(this as never);
    }
    close(): void {}
  }
  const page = window as unknown as Record<string, unknown>;
  page['Date'] = SimulatedDate;
  page['setTimeout'] = (run: () => void, ms?: number) => later(run, ms);
  page['setInterval'] = (run: () => void, ms = 1) => later(run, ms, ms);
  page['clearTimeout'] = page['clearInterval'] = (id: number) => timers.delete(id);
  page['requestAnimationFrame'] = (run: FrameRequestCallback) => frames.push(run);
  page['WebSocket'] = SimulatedSocket;

  const names = Array.from({ length: units }, (_, i) => `unit-${String(i).padStart(2, '0')}`);
  const stamp = (unit_id: string) => ({
    unit_id,
    timestamp: new RealDate(now).toISOString(),
    epoch: 'e',
    seq: (seq += 1),
  });
  const say = (frame: object) => sockets.at(-1)?.onmessage?.({ data: JSON.stringify(frame) });

  const channel = new MessageChannel();
  const breathe = () =>
    new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });

  /** Lets time pass in steps of a second for timers, and brings a frame of each unit with each picture. */
  page['pass'] = async (seconds: number, stepS: number) => {
    for (let passed = 0; passed < seconds; passed += stepS) {
      for (let second = 0; second < stepS; second += 1) {
        now += 1000;
        for (const [id, timer] of timers) {
          if (timer.at > now) continue;
          if (timer.every === null) timers.delete(id);
          else timer.at = now + timer.every;
          timer.run();
        }
      }
      names.forEach((name, i) => {
        const lp = 50 + 20 * Math.sin(now / 60_000 + i);
        const levels = { lp, leq: lp, lmax: 80, ln1: 60, ln_percent: [5, 10, 50, 90, 95] };
        say({ ...stamp(name), feed_status: 'ok', measurement_state: 'Start', ...levels });
      });
      if (Math.random() < 0.02)
        say({ ...stamp(names[3] ?? ''), event: 'alert', edge: 'onset', rule: 'r', metric: 'lp' });
      if (Math.random() < 0.02)
        say({ ...stamp(names[4] ?? ''), feed_status: 'unreachable', reason: 'timed out' });
      const due = frames;
      frames = [];
      for (const run of due) run(now);
      // Answers of the API come between tasks.
      await breathe();
    }
  };
  page['greet'] = () =>
    say({
      ...stamp('x'),
      event: 'hello',
      version: '1',
      missing: [],
      units: names.map((unit_id) => ({ unit_id, epoch: 'e', seq })),
    });
}

describe.skipIf(reason !== null)('a page that is left open for a day', () => {
  let browser: Browser;
  let pages: PreviewServer;
  let url: string;

  beforeAll(async () => {
    const root = fileURLToPath(new URL('..', import.meta.url));
    [browser, pages] = await Promise.all([
      launch(),
      preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } }),
    ]);
    url = pages.resolvedUrls?.local[0] ?? '';
  });

  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });

  for (const path of ['', '?view=table', 'wall']) {
    it(`does not grow: /${path}`, { timeout: 300_000 }, async () => {
      const page = await browser.newPage();
      page.on('pageerror', (error) => problems(page).push(error.message));
      await answerApi(page);
      await page.addInitScript(simulate, UNITS);
      await page.goto(url + path);
      const pass = (hours: number) =>
        page.evaluate(
          ([s, step]) =>
            (window as unknown as { pass(s: number, step: number): Promise<void> }).pass(s!, step!),
          [hours * 3600, STEP_S],
        );
      await page.evaluate(() => (window as unknown as { greet(): void }).greet());
      const cdp = await page.context().newCDPSession(page);
      // Buffers fill in the first hours; after that nothing may be added.
      await pass(2);
      await page.locator('text=unit-07').first().waitFor();
      const before = await used(cdp);
      for (let hour = 2; hour < 24; hour += 1) await pass(1);
      const after = await used(cdp);
      console.log(
        `/${path}: ${before.mb.toFixed(1)} MB after two hours, ${after.mb.toFixed(1)} MB after a day; nodes ${before.nodes} and ${after.nodes}`,
      );
      expect(after.mb - before.mb).toBeLessThan(GROWTH_LIMIT_MB);
      expect(after.nodes - before.nodes).toBeLessThan(500);
      expect(problems(page)).toEqual([]);
      await page.close();
    });
  }
});

/** What the page asks for besides the feed. */
async function answerApi(page: Page): Promise<void> {
  const devices = Array.from({ length: UNITS }, (_, i) => ({
    unit_id: `unit-${String(i).padStart(2, '0')}`,
    host: '10.0.0.1',
    tcp_enabled: true,
  }));
  await page.route('**/api/**', (route) => route.fulfill({ status: 404, json: { detail: 'Not Found' } }));
  await page.route('**/api/nl43/roster', (route) =>
    route.fulfill({ json: { status: 'ok', devices, total: UNITS } }),
  );
  await page.route('**/frequency-weighting', (route) =>
    route.fulfill({ json: { status: 'ok', frequency_weighting: 'A', channel: 'Main' } }),
  );
}

/** Memory of the page after everything that can be was collected. */
async function used(cdp: CDPSession): Promise<{ mb: number; nodes: number }> {
  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  return { mb: usedSize / 1e6, nodes };
}
