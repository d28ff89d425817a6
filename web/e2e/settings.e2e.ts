/** A meter whose clock and settings are not as they should be is set right from its page. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser as launch, missing, problems, seen, Site, visit } from './harness';

const reason = missing();
if (reason) console.warn(`The tests in Chromium are skipped: ${reason}`);

describe.skipIf(reason !== null)('the settings of a meter', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([
      // Simulated meters need no second between commands, and their clocks show UTC.
      Site.start([{ id: 'gate', name: 'North gate' }], { SLMM_COMMAND_PAUSE_S: '0.2', TIMEZONE_OFFSET: '0' }),
      launch(),
    ]);
    // A meter that measures does not let itself be set.
    await site.call('POST', '/api/nl43/gate/stop');
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const open = () => visit(browser, `${site.url}/units/gate/settings`);

  it('says that a clock is wrong, and sets it', async () => {
    await site.fault(0, 'clock-jump=-90');
    const page = await open();
    await seen(page.getByText(/(89|90|91|92) s behind/));
    await page.getByRole('button', { name: 'Set to the time of the site' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Set to the time of the site' }).click();
    await seen(page.getByText(/The clock was set; it was (89|90|91|92) s off/));
    await seen(page.getByText('right', { exact: true }));
    expect(problems(page)).toEqual([]);
    await page.context().close();
  });

  it('shows what differs from a template, and sets that', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Read all from the meter' }).click();
    await seen(page.getByRole('button', { name: 'Read again' }));
    await page
      .getByLabel('Compare with')
      .selectOption({ label: 'Shipped: Construction site, A slow, 5 min' });
    const interval = page.getByRole('row', { name: /^Leq calculation interval/ });
    await seen(interval.getByRole('img', { name: 'other than the template wants it' }));
    await page.getByRole('button', { name: 'Take all of the template' }).click();
    await page.getByRole('button', { name: /^Set \d+ changes…$/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Set', exact: true }).click();
    await seen(page.getByText('The meter is set as the template wants it.'), { timeout: 90_000 });
    await seen(interval.getByRole('img', { name: 'as the template wants it', exact: true }));
    // The meter itself, not only what the page believes.
    expect(await site.call('GET', '/api/nl43/gate/leq-interval')).toMatchObject({ leq_interval: '5m' });
    expect(problems(page)).toEqual([]);
    await page.context().close();
  });
});
