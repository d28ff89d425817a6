/** A site far from who looks at it, its groups, and a page that sleeps. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser as launch, missing, problems, seen, Site, visit } from './harness';

const reason = missing();

/** Time away, ms: more than two steps of the small line. */
const ASLEEP_MS = 23_000;

interface Sleeper {
  slmmSleeps: (on: boolean) => void;
}

/**
 * Runs in the page before everything else: while it sleeps it has no connection, and afterwards it asks for what the server
 * does not keep any more, as after hours.
 */
function canSleep(): void {
  const Real = window.WebSocket;
  const open = new Set<WebSocket>();
  let isAsleep = false;
  let hasSlept = false;
  class Sleeping extends Real {
    constructor(address: string | URL) {
      // Another run of the server than any that there was.
      super(hasSlept ? String(address).replace(/@[^:,]+:\d+/g, '@1:1') : address);
      open.add(this);
      if (isAsleep) this.close();
    }
  }
  window.WebSocket = Sleeping;
  (window as unknown as Sleeper).slmmSleeps = (on) => {
    isAsleep = on;
    hasSlept = true;
    for (const socket of open) socket.close();
    open.clear();
    if (!on) window.dispatchEvent(new Event('online'));
  };
}

describe.skipIf(reason !== null)('a site and its places', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([
      Site.start(
        [
          { id: 'gate', name: 'North gate' },
          { id: 'yard', name: 'School yard' },
        ],
        { TIMEZONE_OFFSET: 'Asia/Tokyo' },
      ),
      launch(),
    ]);
    // Recorded also while nobody looks: else there is nothing to fill the hole with.
    await site.call('POST', '/api/nl43/gate/monitor/start');
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  it('tells times on the clock of the site, wherever the browser is', async () => {
    const page = await visit(browser, `${site.url}/wall`, { timezoneId: 'America/New_York' });
    const clock = page.locator('footer span').first();
    await seen(clock.filter({ hasText: /\d\d:\d\d .*9/ }));
    const tokyo = (at: number) =>
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' }).format(
        at,
      );
    const shown = (await clock.textContent())?.slice(0, 5);
    expect([tokyo(Date.now()), tokyo(Date.now() - 60_000)]).toContain(shown);
    await page.goto(`${site.url}/setup/system`);
    await page.getByText('Asia/Tokyo').first().waitFor();
    expect(problems(page)).toEqual([]);
    await page.context().close();
  });

  it('puts units into a group, shows them under it, and dissolves it', async () => {
    const page = await visit(browser, `${site.url}/setup/groups`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'New group' }).click();
    await dialog.getByLabel('Name of the group').fill('Harbour');
    await dialog.getByRole('checkbox', { name: 'North gate' }).check();
    await dialog.getByRole('checkbox', { name: 'School yard' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await seen(page.getByText('2 units'));
    await page.getByRole('button', { name: 'Change the units of Harbour' }).click();
    await dialog.getByRole('checkbox', { name: 'School yard' }).uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await seen(page.getByText('1 unit', { exact: true }));

    const fleet = await visit(browser, `${site.url}/?group=Harbour`);
    await seen(fleet.locator('article.card', { hasText: 'North gate' }));
    expect(await fleet.locator('article.card').count()).toBe(1);

    await page.getByRole('button', { name: 'Dissolve group “Harbour”?' }).click();
    await dialog.getByRole('button', { name: 'Dissolve' }).click();
    await seen(page.getByText('No groups yet'));
    expect([...problems(page), ...problems(fleet)]).toEqual([]);
    await Promise.all([page.context().close(), fleet.context().close()]);
  });

  it('fills the hole that sleep has left', async () => {
    const page = await visit(browser, 'about:blank');
    await page.addInitScript(canSleep);
    await page.goto(site.url);
    const card = page.locator('article.card', { hasText: 'North gate' });
    await seen(card.getByText('Live', { exact: true }));
    await page.waitForTimeout(11_000);
    await sleeps(page, true);
    await seen(card.getByText('Stale', { exact: true }), { timeout: ASLEEP_MS });
    await page.waitForTimeout(ASLEEP_MS);
    await sleeps(page, false);
    await seen(card.getByText('Live', { exact: true }));
    // One line from before it slept until now.
    await expect.poll(() => lines(page)).toBe(1);
    expect(problems(page)).toEqual([]);
    await page.context().close();
  });
});

function sleeps(page: Page, on: boolean): Promise<void> {
  return page.evaluate((on) => (window as unknown as Sleeper).slmmSleeps(on), on);
}

/** Of how many pieces the small line of the first unit is. */
async function lines(page: Page): Promise<number> {
  const path = await page
    .locator('article.card', { hasText: 'North gate' })
    .locator('svg[role="img"] path:not(.area)')
    .getAttribute('d');
  return path?.match(/M/g)?.length ?? 0;
}
