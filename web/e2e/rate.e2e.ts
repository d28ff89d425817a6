/** Fifty units that each bring a frame a second must leave the page time to draw. The feed is the test's own. */
import { cpus, loadavg } from 'node:os';
import type { Browser, CDPSession, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, pagesAlone, problems } from './harness';

const UNITS = 50;
const MEASURED_MS = 6000;
const PAINTED_MS = 2000;
const WINDOW = { width: 1440, height: 900 };
/** Scripts, styles and layout in a second, ms: a third of what there is; the rest is for drawing. */
const MOST_SCRIPTED_MS = 330;
/** All work of the page's own thread in a second, ms, painting included; beyond it pictures would be left out. */
const MOST_WORK_MS = 700;
/**
 * Pictures beside those of a page that does nothing but paint its whole window. It is held where the machine has time: one that
 * is busy with other things draws few.
 */
const LEAST_SHARE = 0.5;

const reason = missing();

describe.skipIf(reason !== null)('the fleet of fifty units', () => {
  let browser: Browser;
  let url: string;
  let stop: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    ({ browser, url, stop } = await pagesAlone());
  });

  afterAll(() => stop?.());

  for (const path of ['', '?view=table', 'wall']) {
    it(`is drawn with ease: /${path}`, async () => {
      const page = await browser.newPage({ viewport: WINDOW });
      page.on('pageerror', (error) => problems(page).push(error.message));
      const names = Array.from({ length: UNITS }, (_, i) => `unit-${String(i).padStart(2, '0')}`);
      await page.route('**/api/**', (route) => route.fulfill({ status: 404, json: { detail: 'Not Found' } }));
      const devices = names.map((unit_id) => ({ unit_id, host: '10.0.0.1', tcp_enabled: true }));
      await page.route('**/api/nl43/roster', (route) =>
        route.fulfill({ json: { status: 'ok', devices, total: UNITS } }),
      );
      let connections = 0;
      const ends: (() => void)[] = [];
      await page.routeWebSocket(/_monitor\/ws/, (socket) => {
        connections += 1;
        ends.push(play(socket, names));
      });
      await page.goto(url + path);
      await page
        .locator('b', { hasText: /^\d\d\.\d$/ })
        .nth(20)
        .waitFor();
      const cdp = await page.context().newCDPSession(page);
      // Time of the processor, not of the clock: the machine may have other things to do.
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
      const possible = await possiblePictures(browser);
      const before = await work(cdp);
      const pictures = ((await page.evaluate(countPictures, MEASURED_MS)) * 1000) / MEASURED_MS;
      const after = await work(cdp);
      const each = (key: keyof Work) => (after[key] - before[key]) / (MEASURED_MS / 1000);
      const [scripted, spent] = [each('scripted'), each('whole')];
      console.log(
        `/${path}: ${pictures.toFixed(0)} pictures a second, ${possible.toFixed(0)} possible, and ${spent.toFixed(0)} ms of work, ${scripted.toFixed(0)} of it before painting`,
      );
      // Nothing at all would mean that the browser measures it no more.
      expect(scripted).toBeGreaterThan(0);
      expect(scripted).toBeLessThan(MOST_SCRIPTED_MS);
      expect(spent).toBeLessThan(MOST_WORK_MS);
      if (loadavg()[0]! < cpus().length) expect(pictures).toBeGreaterThan(LEAST_SHARE * possible);
      expect(connections).toBe(1);
      expect(problems(page)).toEqual([]);
      for (const end of ends) end();
      await page.close();
    });
  }
});

/** Pictures a second of a page that paints its window anew each time. */
async function possiblePictures(browser: Browser): Promise<number> {
  const page = await browser.newPage({ viewport: WINDOW });
  await page.evaluate(() => {
    const paint = (now: number) => {
      document.body.style.background = `hsl(${Math.round(now / 16) % 360} 50% 50%)`;
      requestAnimationFrame(paint);
    };
    requestAnimationFrame(paint);
  });
  const pictures = await page.evaluate(countPictures, PAINTED_MS);
  await page.close();
  return (pictures * 1000) / PAINTED_MS;
}

/** Brings a frame of one unit after the other, each once a second; gives what ends it. */
function play(socket: WebSocketRoute, names: readonly string[]): () => void {
  let seq = 0;
  const stamp = (unit_id: string) => ({
    unit_id,
    timestamp: new Date().toISOString(),
    epoch: 'e',
    seq: (seq += 1),
  });
  const say = (frame: object) => socket.send(JSON.stringify(frame));
  say({
    ...stamp(''),
    event: 'hello',
    version: '1',
    missing: [],
    units: names.map((unit_id) => ({ unit_id, epoch: 'e', seq: 0 })),
  });
  const timer = setInterval(() => {
    const lp = 60 + 20 * Math.sin(seq / 40);
    const levels = { lp, leq: lp, lmax: 80, ln1: 60, ln4: 44, ln_percent: [5, 10, 50, 90, 95] };
    say({
      ...stamp(names[seq % names.length] ?? ''),
      feed_status: 'ok',
      measurement_state: 'Start',
      ...levels,
    });
  }, 1000 / names.length);
  return () => clearInterval(timer);
}

/** Runs in the page. */
function countPictures(ms: number): Promise<number> {
  return new Promise((resolve) => {
    const begun = performance.now();
    let pictures = 0;
    const next = (now: number) => {
      pictures += 1;
      if (now - begun < ms) requestAnimationFrame(next);
      else resolve(pictures);
    };
    requestAnimationFrame(next);
  });
}

/** Time that the page's own thread has worked so far, ms. */
interface Work {
  /** Scripts, styles and layout. */
  scripted: number;
  /** With painting, and all else. */
  whole: number;
}

async function work(cdp: CDPSession): Promise<Work> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  const scripted = 1000 * (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration'));
  return { scripted, whole: 1000 * of('TaskDuration') };
}
