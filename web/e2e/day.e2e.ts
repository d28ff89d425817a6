/**
 * Pages that are left open for a day must not grow. The day passes in half a minute: a page is given a clock, a network and
 * a feed that the test drives, and everything else of it is real. Each unit brings a value a second, as in life.
 */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, pagesAlone, problems } from './harness';
import { simulate, type SimulatedDay } from './simulated-day';

/** Seconds between pictures. Values and timers come every second. */
const PICTURE_S = 30;
const GROWTH_LIMIT_MB = 5;
const MOST_NODES = 500;

const reason = missing();

/** Pages with what is on them once they have begun. */
const PAGES = [
  ['', 'unit-1'],
  ['?view=table', 'unit-1'],
  ['wall', 'unit-1'],
  ['units/unit-1', 'Lmax'],
  ['alarms', 'Loud at unit-1'],
  ['view/token', 'Last 24 hours'],
] as const;

describe.skipIf(reason !== null)('a page that is left open for a day', () => {
  let browser: Browser;
  let url: string;
  let stop: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    ({ browser, url, stop } = await pagesAlone());
  });

  afterAll(() => stop?.());

  // Each page has a process of its own.
  it.concurrent.each(PAGES)('does not grow: /%s', { timeout: 240_000 }, async (path, sign) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems(page).push(error.message));
    await page.addInitScript(simulate);
    await page.goto(url + path);
    await pass(page, 1 / 60);
    await page.getByText(sign).first().waitFor();
    const cdp = await context.newCDPSession(page);
    // Buffers fill in the first hours; after that nothing may be added.
    await pass(page, 3);
    const before = await used(cdp);
    for (let hour = 3; hour < 24; hour += 3) await pass(page, 3);
    const after = await used(cdp);
    console.log(
      `/${path}: ${before.mb.toFixed(1)} MB after three hours, ${after.mb.toFixed(1)} MB after a day; nodes ${before.nodes} and ${after.nodes}`,
    );
    expect(after.mb - before.mb).toBeLessThan(GROWTH_LIMIT_MB);
    expect(after.nodes - before.nodes).toBeLessThan(MOST_NODES);
    expect(problems(page)).toEqual([]);
    await context.close();
  });
});

async function pass(page: Page, hours: number): Promise<void> {
  await page.evaluate(
    ([seconds, step]) => (window as unknown as { day: SimulatedDay }).day.pass(seconds!, step!),
    [hours * 3600, PICTURE_S],
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
