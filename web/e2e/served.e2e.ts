import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser as launch, missing, Site } from './harness';

const reason = missing();
if (reason) console.warn(`The tests in Chromium are skipped: ${reason}`);

/** A page of the server's own dashboard, and what its rules for browsers stood in the way of. */
interface Look {
  page: Page;
  violations: string[];
  strangers: string[];
}

describe.skipIf(reason !== null)('the dashboard in the program', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([
      Site.start([{ id: 'gate', name: 'North gate', groups: ['Site A'], latitude: 53.54, longitude: 9.98 }], {
        CLIENT_LINKS: 'true',
      }),
      launch(),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function look(path: string): Promise<Look> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const violations: string[] = [];
    const strangers: string[] = [];
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) violations.push(`${path}: ${message.text()}`);
    });
    page.on('pageerror', (error) => violations.push(`${path}: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(site.server) && !/^(data|blob):/.test(url)) strangers.push(url);
    });
    await page.goto(site.server + path);
    return { page, violations, strangers };
  }

  it('runs under the rules that it gives to browsers, and asks nothing of others', async () => {
    for (const path of ['/', '/map', '/wall', '/units/gate', '/units/gate/files', '/alarms', '/setup']) {
      const { page, violations, strangers } = await look(path);
      await page.locator('#app > *').first().waitFor();
      await page.waitForLoadState('load');
      if (path === '/') await page.locator('.card .level b', { hasText: /^\d/ }).first().waitFor();
      expect(violations).toEqual([]);
      expect(strangers).toEqual([]);
      await page.context().close();
    }
  });

  it('shows a client his unit by his link, and says when it was taken back', async () => {
    const made = (await site.call('POST', '/api/nl43/_links', { name: 'Neighbours', unit_id: 'gate' })) as {
      link: { id: number; path: string };
    };
    const { page, violations, strangers } = await look(made.link.path);
    await page.getByText('North gate').first().waitFor();
    await page
      .getByText(/\d\d\.\d/)
      .first()
      .waitFor();
    expect(violations).toEqual([]);
    expect(strangers).toEqual([]);
    await site.call('DELETE', `/api/nl43/_links/${made.link.id}`);
    await page.getByText('North gate').first().waitFor({ state: 'detached', timeout: 60_000 });
    await page.context().close();
  });
});
