import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, browser as launch, missing, problems, seen, Site, visit } from './harness';

const reason = missing();
if (reason) console.warn(`The tests in Chromium are skipped: ${reason}`);

describe.skipIf(reason !== null)('alarms, set-up and client links', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    const units = [
      { id: 'gate', name: 'North gate', groups: ['Site A'] },
      // Its meter is nobody's: the unit has another address.
      { id: 'lost', name: 'Lost', port: 1 },
    ];
    [site, browser] = await Promise.all([Site.start(units, { CLIENT_LINKS: 'true' }), launch()]);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const gone = (page: Page) => page.context().close();

  it('makes a rule, raises its alarm, acknowledges it and sees it over', async () => {
    await site.level(0, 60);
    const page = await visit(browser, `${site.url}/alarms/rules/new`);
    await page.getByLabel('Name').fill('Loud at the gate');
    await page.getByRole('radio', { name: 'One unit' }).check();
    await page.getByLabel('Unit', { exact: true }).first().selectOption('gate');
    await page.getByRole('radio', { name: /^Level now/ }).check();
    await page.getByLabel('Limit (dB)').fill('85');
    await seen(page.getByText('Lp over 85 dB, at North gate'));
    // What is asked anew is dimmed meanwhile.
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create rule' }).click();
    await seen(page.getByRole('link', { name: 'Loud at the gate' }));

    await page.getByRole('link', { name: /^Inbox/ }).click();
    // The other unit does not answer, which is an incident of its own.
    await seen(page.locator('article.incident', { hasText: 'Lost' }));
    await page.getByLabel('Unit', { exact: true }).selectOption('gate');
    await seen(page.getByText('No open alarms'));
    await site.level(0, 97);
    // It appears by itself.
    await page.getByRole('button', { name: 'Acknowledge' }).first().waitFor();
    await page.getByRole('button', { name: 'Acknowledge' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your name').fill('Dana');
    await dialog.getByLabel('Note').fill('known works');
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await seen(page.getByText('No open alarms'));
    await page.getByRole('radio', { name: 'Acknowledged' }).check();
    await page.locator('article.incident a').first().click();
    await seen(page.getByText('Dana: “known works”'));
    expect(await accessibilityProblems(page)).toEqual([]);

    await site.level(0, 60);
    await seen(page.getByText(/Loud at the gate recovered/));
    await seen(page.getByText('Closed', { exact: true }));
    expect(problems(page)).toEqual([]);
    await gone(page);
  });

  it('explains a wrong address, and adds the unit once it is right', async () => {
    const { port } = site.address(1);
    const page = await visit(browser, `${site.url}/setup/units/new`);
    await page.getByLabel('Host').fill('127.0.0.1');
    await page.getByLabel('Control port').fill('1');
    await seen(page.getByText('The meter does not answer as it should.'));
    await page.locator('li.failed').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.getByLabel('Control port').fill(String(port));
    await seen(page.getByText('The meter answers.', { exact: true }));
    await page.getByLabel('Name').fill('Playground');
    await page.getByRole('button', { name: 'Add unit' }).click();
    await seen(page.getByRole('heading', { name: 'Playground' }));
    expect(problems(page)).toEqual([]);
    await gone(page);
  });

  it('shows a client one unit by its link, and nothing else', async () => {
    const page = await visit(browser, `${site.url}/setup/links`);
    await page.getByLabel('For whom').fill('Neighbours');
    await page.locator('select').first().selectOption('gate');
    await page.getByRole('button', { name: 'Make the link' }).click();
    const path = await page.locator('code', { hasText: '/view/' }).textContent();
    const token = /\/view\/.+$/.exec(path ?? '')?.[0] ?? '';

    const client = await visit(browser, site.url + token, { viewport: { width: 390, height: 844 } });
    const asked: string[] = [];
    client.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await client.reload();
    await seen(client.locator('.level b', { hasText: /^\d/ }));
    await seen(client.getByText('Last 24 hours'));
    expect(await accessibilityProblems(client)).toEqual([]);
    expect(asked.filter((address) => address.startsWith('/api'))).toEqual([]);

    await page.getByRole('button', { name: /^Revoke the link/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await seen(client.getByText('This link is not valid'));
    expect([...problems(page), ...problems(client)]).toEqual([]);
    await Promise.all([gone(page), gone(client)]);
  });
});
