import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser as launch, missing, problems, seen, Site, visit } from './harness';

const reason = missing();
if (reason) console.warn(`The tests in Chromium are skipped: ${reason}`);

describe.skipIf(reason !== null)('the page of a unit', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([
      Site.start([
        { id: 'gate', name: 'North gate' },
        { id: 'yard', name: 'School yard' },
      ]),
      launch(),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const open = (unit: string, part = '') => visit(browser, `${site.url}/units/${unit}${part}`);
  const lp = (page: Page) => page.locator('.readings .level b');
  const gone = (page: Page) => page.context().close();

  it('shows the level at once to the second who looks, over the same connection', async () => {
    const first = await open('gate');
    await seen(lp(first).filter({ hasText: /^\d/ }));
    const second = await open('gate');
    await seen(lp(second).filter({ hasText: /^\d/ }));
    await seen(second.locator('.chart canvas'));
    expect(await site.connections(0)).toBe(1);
    expect([...problems(first), ...problems(second)]).toEqual([]);
    await Promise.all([gone(first), gone(second)]);
  });

  it('follows a level, and zooms with keys', async () => {
    const page = await open('gate');
    await site.level(0, 83.2);
    await seen(lp(page).filter({ hasText: /^83\./ }));
    await page.locator('.plot [role="img"]').focus();
    await page.keyboard.press('-');
    await page.waitForURL(/view=|units\/gate$/);
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL(/view=\d+\.\.\d+/);
    await page.getByRole('button', { name: 'Follow now', exact: true }).click();
    await expect
      .poll(() => page.getByRole('button', { name: 'Follow now', exact: true }).getAttribute('aria-pressed'))
      .toBe('true');
    await site.level(0, null);
    expect(problems(page)).toEqual([]);
    await gone(page);
  });

  it('shows an outage as one, with what was known last, and the recovery', async () => {
    const page = await open('yard');
    await seen(lp(page).filter({ hasText: /^\d/ }));
    await site.fault(1, 'refuse');
    await seen(page.getByText(/The meter does not answer: /));
    await seen(page.getByText('Last seen'));
    expect(await lp(page).textContent()).toMatch(/^\d/);
    expect(await page.getByRole('button', { name: 'Stop', exact: true }).isDisabled()).toBe(true);
    // Who comes now is shown the same.
    const late = await open('yard');
    await seen(late.getByText(/The meter does not answer: /));
    await seen(lp(late).filter({ hasText: /^\d/ }));
    await site.heal(1);
    await page
      .getByText(/The meter does not answer: /)
      .first()
      .waitFor({ state: 'detached', timeout: 60_000 });
    await seen(page.locator('.page-head').getByText('Live', { exact: true }));
    await Promise.all([gone(page), gone(late)]);
  });

  it('asks before it stops, and starts again by a cycle whose steps are shown', async () => {
    const page = await open('gate');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await seen(page.getByText('The measurement has stopped'));
    await page.getByRole('button', { name: 'Start cycle…' }).click();
    await dialog.getByRole('button', { name: 'Start cycle…' }).click();
    const work = page.locator('article.operation').first();
    // The bar of its progress is named the same, as long as it runs.
    await seen(work.getByRole('heading', { name: 'Start cycle' }));
    await work.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
    await seen(page.getByRole('button', { name: 'Stop', exact: true }));
    expect(problems(page)).toEqual([]);
    await gone(page);
  });

  it('keeps a campaign, and deletes it when told twice', async () => {
    const page = await open('gate', '/schedule');
    await page.getByRole('button', { name: 'New campaign' }).click();
    await page.getByLabel('Name').fill('Nights');
    await page.getByRole('button', { name: 'Save' }).click();
    await seen(page.getByRole('heading', { name: 'Nights' }));
    await seen(page.getByText(/Next:/));
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await seen(page.getByText('Nothing is scheduled'));
    await gone(page);
  });

  it('brings a folder of the card, and shows how it comes', async () => {
    const page = await open('gate', '/files');
    const row = page.getByRole('row', { name: /Auto_9001/ });
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      row.getByRole('button', { name: /^Download/ }).click(),
      seen(page.getByRole('progressbar')),
    ]);
    expect(download.suggestedFilename()).toBe('Auto_9001.zip');
    await seen(page.getByText('done', { exact: true }));
    expect(problems(page)).toEqual([]);
    await gone(page);
  });

  it('says what is wrong with the line', async () => {
    const page = await open('gate', '/diagnostics');
    await seen(page.getByText('The meter answers'));
    await seen(page.getByText('Turnaround'));
    await gone(page);
  });
});
