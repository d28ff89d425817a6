import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser as launch, missing, problems, seen, Site, visit } from './harness';

const reason = missing();
if (reason) console.warn(`The tests in Chromium are skipped: ${reason}`);

describe.skipIf(reason !== null)('the fleet', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    const place = { latitude: 53.54, longitude: 9.98 };
    [site, browser] = await Promise.all([
      Site.start([
        { id: 'gate', name: 'North gate', groups: ['Site A'], ...place },
        { id: 'yard', name: 'School yard', groups: ['Site A', 'Site B'] },
        { id: 'pump', name: 'Pump house' },
      ]),
      launch(),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const card = (page: Page, name: string) => page.locator('article.card', { hasText: name });
  const gone = (page: Page) => page.context().close();

  it('shows levels at once to whoever comes', async () => {
    const first = await visit(browser, site.url);
    await first.locator('.card .level b', { hasText: /^\d/ }).nth(2).waitFor();
    const begun = Date.now();
    const second = await visit(browser, site.url);
    await second.locator('.card .level b', { hasText: /^\d/ }).nth(2).waitFor();
    // Values are there already: nobody waits for the meter.
    expect(Date.now() - begun).toBeLessThan(5000);
    expect(await site.connections(0)).toBe(1);
    expect([...problems(first), ...problems(second)]).toEqual([]);
    await Promise.all([gone(first), gone(second)]);
  });

  it('follows a level', async () => {
    const page = await visit(browser, site.url);
    await site.level(0, 91.4);
    await seen(card(page, 'North gate').locator('.level b', { hasText: /^91\./ }));
    await site.level(0, null);
    await gone(page);
  });

  it('says that a meter does not answer, and shows it again when it does', async () => {
    const page = await visit(browser, site.url);
    const pump = card(page, 'Pump house');
    await seen(pump.getByText('Live', { exact: true }));
    await site.fault(2, 'refuse');
    await seen(pump.getByText('Offline', { exact: true }));
    // The last value is kept, and its age is told.
    expect(await pump.locator('.level b').textContent()).toMatch(/^\d/);
    await page.getByRole('button', { name: /Offline 1/ }).click();
    await card(page, 'North gate').first().waitFor({ state: 'detached' });
    await site.heal(2);
    await pump.first().waitFor({ state: 'detached', timeout: 60_000 });
    await page.getByRole('button', { name: 'Show all units' }).click();
    await seen(pump.getByText('Live', { exact: true }));
    await gone(page);
  });

  it('finds units by words and groups, and keeps that in the address', async () => {
    const page = await visit(browser, site.url);
    await seen(card(page, 'Pump house'));
    await page.getByRole('searchbox').fill('yard');
    await card(page, 'Pump house').first().waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?q=yard');
    await page.reload();
    await seen(card(page, 'School yard'));
    expect(await page.locator('article.card').count()).toBe(1);
    await page.getByRole('searchbox').fill('');
    await page.getByLabel('Group').selectOption('*');
    const heads = page.locator('h2.group');
    await heads.nth(2).waitFor();
    expect(await heads.allTextContents()).toEqual(['Site A 2', 'Site B 1', 'In no group 1']);
    await gone(page);
  });

  it('is a table whose names can be read at any width', async () => {
    const page = await visit(browser, `${site.url}/?view=table`, { viewport: { width: 1280, height: 800 } });
    const name = page.locator('tbody .name', { hasText: 'North gate' });
    for (const width of [1280, 1220, 1024, 768]) {
      await page.setViewportSize({ width, height: 800 });
      // Two lines at most: never a letter below the other.
      expect((await name.boundingBox())?.height, `${width} px`).toBeLessThan(50);
    }
    await gone(page);
  });

  it('is a table that can be sorted', async () => {
    const page = await visit(browser, `${site.url}/?view=table`);
    await site.level(1, 99);
    const names = page.locator('tbody .name');
    await names.nth(2).waitFor();
    expect(await names.allTextContents()).toEqual(['North gate', 'Pump house', 'School yard']);
    await seen(page.locator('tbody b', { hasText: /^99\./ }));
    await page.getByRole('button', { name: 'Level' }).click();
    await seen(page.locator('tbody tr:first-child', { hasText: 'School yard' }));
    await site.level(1, null);
    await gone(page);
  });

  it('is a map, on which a unit is placed and taken back', async () => {
    const page = await visit(browser, `${site.url}/map`);
    await seen(page.getByRole('button', { name: /North gate/ }));
    await page.getByRole('button', { name: 'Place Pump house' }).click();
    await page.getByLabel('Latitude and longitude in degrees').fill('53.55 10.01');
    await page.keyboard.press('Enter');
    await seen(page.getByRole('button', { name: /Pump house Live/ }));
    const { units } = (await site.call('GET', '/api/nl43/_units')) as { units: Record<string, unknown>[] };
    expect(units.find((unit) => unit['unit_id'] === 'pump')).toMatchObject({
      name: 'Pump house',
      latitude: 53.55,
      longitude: 10.01,
    });
    await page.getByRole('button', { name: 'Undo' }).click();
    await seen(page.getByRole('button', { name: 'Place Pump house' }));
    expect(problems(page)).toEqual([]);
    await gone(page);
  });

  it('fills a wall', async () => {
    const page = await visit(browser, `${site.url}/wall`);
    await seen(page.locator('article.tile', { hasText: 'School yard' }).locator('b', { hasText: /^\d/ }));
    await page.keyboard.press('Escape');
    await seen(card(page, 'School yard'));
    await gone(page);
  });

  it('says so when the server is gone, and goes on without a jump', async () => {
    const page = await visit(browser, site.url);
    await seen(card(page, 'North gate').getByText('Live', { exact: true }));
    await page.context().setOffline(true);
    await page.evaluate(() => window.dispatchEvent(new Event('offline')));
    await seen(card(page, 'North gate').getByText('Stale', { exact: true }), { timeout: 60_000 });
    await page.context().setOffline(false);
    await seen(card(page, 'North gate').getByText('Live', { exact: true }), { timeout: 60_000 });
    expect(problems(page)).toEqual([]);
    await gone(page);
  });
});
