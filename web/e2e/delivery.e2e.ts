/** What is told to whom: a test, a message that arrives, one that does not and is sent again; and rules that are calmed. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser as launch, missing, problems, seen, Site, visit } from './harness';

const reason = missing();

/** Somebody's program, to which messages are sent. */
class Receiver {
  readonly bodies: { type: string; data: Record<string, unknown> }[] = [];
  /** What it answers. */
  status = 204;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const receiver: Receiver = new Receiver(
      createServer((request, response) => {
        let text = '';
        request.on('data', (chunk: Buffer) => (text += chunk.toString()));
        request.on('end', () => {
          receiver.bodies.push(JSON.parse(text) as (typeof receiver.bodies)[number]);
          response.writeHead(receiver.status).end();
        });
      }),
    );
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  types(): string[] {
    return this.bodies.map(({ type }) => type);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe.skipIf(reason !== null)('what people are told', () => {
  let site: Site;
  let browser: Browser;
  let receiver: Receiver;

  beforeAll(async () => {
    [site, browser, receiver] = await Promise.all([
      Site.start([{ id: 'gate', name: 'North gate' }], { SLMM_DELIVERY_ALLOWED_NETWORKS: '127.0.0.0/8' }),
      launch(),
      Receiver.start(),
    ]);
    await site.level(0, 60);
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all([site?.stop(), receiver?.stop()]);
  });

  const dialog = (page: Page) => page.getByRole('dialog');
  const row = (page: Page, title: string | RegExp) => page.locator('article', { hasText: title }).first();

  it('sets up a channel and a recipient, and sends a test', async () => {
    const page = await visit(browser, `${site.url}/alarms/channels`);
    await page.getByRole('button', { name: 'Add a channel' }).first().click();
    await dialog(page)
      .getByRole('radio', { name: /^Webhook/ })
      .check();
    await dialog(page).getByLabel('Name').fill('Duty desk');
    await dialog(page).getByLabel('Address', { exact: true }).fill(receiver.url);
    await dialog(page).getByRole('button', { name: 'Make a key' }).click();
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await row(page, 'Duty desk').getByRole('button', { name: 'Send a test' }).click();
    await dialog(page).getByRole('button', { name: 'Send a test' }).click();
    await seen(dialog(page).getByText(/^Delivered in/));
    expect(receiver.types()).toEqual(['alarm.test']);
    await dialog(page).getByRole('button', { name: 'Close' }).last().click();

    await page.getByRole('button', { name: 'Add a recipient' }).click();
    await dialog(page).getByLabel('Name').fill('Night shift');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await seen(row(page, 'Night shift'));
    expect(problems(page)).toEqual([]);
    await page.context().close();
  });

  it('lists what did not arrive, and sends it again', async () => {
    receiver.status = 410;
    await site.call('POST', '/api/nl43/_alerts/rules', {
      name: 'Loud',
      metric: 'lp',
      threshold: 85,
      severity: 'critical',
      recipients: [1],
    });
    await site.level(0, 95);
    const page = await visit(browser, `${site.url}/alarms/delivery?state=dead`);
    const dead = row(page, 'Not delivered');
    await dead.getByRole('button', { name: /^Show attempts of/ }).click();
    await seen(dead.getByText('Failed for good'));
    receiver.status = 204;
    await dead.getByRole('button', { name: 'Send again' }).click();
    await seen(page.getByText('No messages'));
    await page.getByRole('radio', { name: 'Delivered', exact: true }).check();
    await seen(row(page, 'Night shift by Duty desk').getByText('Delivered', { exact: true }));
    expect(receiver.types().filter((type) => type === 'alarm.raised').length).toBeGreaterThanOrEqual(2);
    expect(problems(page)).toEqual([]);
    await page.context().close();
  });

  it('shelves a rule with a reason, and ends that', async () => {
    const page = await visit(browser, `${site.url}/alarms/rules`);
    await page.getByRole('button', { name: 'Shelve “Loud”' }).click();
    await dialog(page).getByLabel('Until').selectOption({ label: 'For 1 h' });
    await dialog(page).getByLabel('Your name').fill('Dana');
    await dialog(page).getByLabel('Reason').fill('works announced');
    await dialog(page).getByRole('button', { name: 'Shelve' }).click();
    await seen(row(page, 'Loud').getByText(/Shelved everywhere until .*\(Dana: works announced\)/));
    await row(page, 'Loud').getByRole('button', { name: 'End shelving' }).click();
    await seen(page.getByText('“Loud” is told again.'));
    await page
      .getByText(/Shelved everywhere/)
      .first()
      .waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('deletes a rule, and takes that back', async () => {
    await site.level(0, 60);
    // With an alarm open it would ask.
    const open = async () => {
      const { rules } = (await site.call('GET', '/api/nl43/_alerts/rules')) as {
        rules: { open_events: number }[];
      };
      return rules.map((rule) => rule.open_events);
    };
    await expect.poll(open, { timeout: 30_000 }).toEqual([0]);
    const page = await visit(browser, `${site.url}/alarms/rules`);
    await page.getByRole('button', { name: 'Delete: Loud' }).click();
    await seen(page.getByText('No rules yet'));
    await page.getByRole('button', { name: 'Undo' }).click();
    await seen(page.getByRole('link', { name: 'Loud' }));
    const { rules } = (await site.call('GET', '/api/nl43/_alerts/rules')) as { rules: object[] };
    expect(rules).toMatchObject([
      { name: 'Loud', threshold: 85, severity: 'critical', recipients: [1], enabled: true },
    ]);
    expect(problems(page)).toEqual([]);
    await page.context().close();
  });

  it('asks before a form that was changed is left, also back in the history', async () => {
    const page = await visit(browser, `${site.url}/alarms/rules`);
    await page.getByRole('link', { name: 'New rule' }).click();
    await page.getByLabel('Name').fill('Half done');
    const asked: string[] = [];
    let stays = true;
    page.on('dialog', (question) => {
      asked.push(question.message());
      void (stays ? question.dismiss() : question.accept());
    });
    await page.evaluate(() => history.back());
    await expect.poll(() => asked.length).toBe(1);
    await expect.poll(() => new URL(page.url()).pathname).toBe('/alarms/rules/new');
    expect(await page.getByLabel('Name').inputValue()).toBe('Half done');
    stays = false;
    await page.evaluate(() => history.back());
    await seen(page.getByRole('link', { name: 'Loud' }));
    expect(asked).toHaveLength(2);
    await page.context().close();
  });
});
