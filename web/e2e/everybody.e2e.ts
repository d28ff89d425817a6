/** Every page is for everybody: on a desk and on a phone, light and dark, with contrast as the browser has drawn it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessibilityProblems, browser as launch, missing, problems, Site, visit } from './harness';

const reason = missing();
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Addresses with something that is there once the page is. `{…}` stands for what the test has made. */
const PAGES: readonly (readonly [string, string | RegExp])[] = [
  ['/', 'North gate'],
  ['/?view=table', 'North gate'],
  ['/map', 'North gate'],
  ['/wall', 'North gate'],
  ['/units/gate', 'Leq'],
  ['/units/gate/settings', 'Frequency weighting'],
  ['/units/gate/files', 'Auto_9001'],
  ['/units/gate/schedule', 'New campaign'],
  ['/units/gate/diagnostics', 'Turnaround'],
  ['/units/gate/log', 'Log'],
  ['/units/lost', /does not answer/],
  ['/alarms', 'Loud at the gate'],
  ['/alarms?state=all', 'Loud at the gate'],
  ['/alarms/incidents/{incident}', 'What happened'],
  ['/alarms/rules', 'Loud at the gate'],
  ['/alarms/rules/{rule}', 'Save rule'],
  ['/alarms/rules/new', 'Create rule'],
  ['/alarms/delivery', 'on their way'],
  ['/alarms/channels', 'Night shift'],
  ['/setup', 'School yard'],
  ['/setup/units/new', 'Add unit'],
  ['/setup/units/gate', 'Take out of service'],
  ['/setup/groups', 'Site A'],
  ['/setup/links', 'Neighbours'],
  ['/setup/system', 'Database'],
  ['/nowhere', 'There is no such page'],
  ['{view}', 'Last 24 hours'],
];

describe.skipIf(reason !== null)('every page', () => {
  let site: Site;
  let browser: Browser;
  const made: Record<string, string> = {};

  beforeAll(async () => {
    const place = { latitude: 53.54, longitude: 9.98 };
    [site, browser] = await Promise.all([
      Site.start(
        [
          { id: 'gate', name: 'North gate', groups: ['Site A'], ...place },
          { id: 'yard', name: 'School yard', groups: ['Site A'] },
          // Nobody's meter.
          { id: 'lost', name: 'Lost', port: 1 },
        ],
        { CLIENT_LINKS: 'true', SLMM_DELIVERY_ALLOWED_NETWORKS: '127.0.0.0/8' },
      ),
      launch(),
    ]);
    await fill();
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  /** Something on every list, in as many states as there are. */
  async function fill(): Promise<void> {
    await site.level(0, 92);
    const channel = (await site.call('POST', '/api/nl43/_delivery/channels', {
      name: 'Program',
      kind: 'webhook',
      settings: { url: 'http://127.0.0.1:9/', secret: `whsec_${btoa('a'.repeat(24))}` },
    })) as { channel: { id: number } };
    const recipient = (await site.call('POST', '/api/nl43/_delivery/recipients', {
      name: 'Night shift',
      channel_id: channel.channel.id,
    })) as { recipient: { id: number } };
    const add = async (rule: object) =>
      ((await site.call('POST', '/api/nl43/_alerts/rules', rule)) as { rule: { id: number } }).rule.id;
    const gate = { applies_to: 'unit:gate', metric: 'lp', recipients: [recipient.recipient.id] };
    const rule = await add({ name: 'Loud at the gate', severity: 'critical', threshold: 85, ...gate });
    const shelved = await add({ name: 'Shelved', threshold: 130, ...gate });
    await add({ name: 'Off', threshold: 130, enabled: false, ...gate });
    await site.call('POST', `/api/nl43/_alerts/rules/${shelved}/shelve`, { for_s: 3600, by: 'Dana' });
    const link = (await site.call('POST', '/api/nl43/_links', { name: 'Neighbours', unit_id: 'gate' })) as {
      link: { path: string };
    };
    Object.assign(made, { rule, incident: await incidentOf('gate'), view: link.link.path });
    // One that somebody takes care of.
    await site.call('POST', `/api/nl43/_alerts/incidents/${await incidentOf('lost')}/ack`, { by: 'Dana' });
  }

  /** The first incident of a unit, as soon as there is one. */
  async function incidentOf(unit: string): Promise<number> {
    return vi.waitFor(
      async () => {
        const { incidents } = (await site.call('GET', `/api/nl43/_alerts/incidents?unit=${unit}`)) as {
          incidents: { id: number }[];
        };
        const [first] = incidents;
        if (!first) throw new Error(`there is no incident of ${unit}`);
        return first.id;
      },
      { timeout: 60_000, interval: 250 },
    );
  }

  /** Waits until the page is drawn as it was told to be: a frame later, and when no colour is on its way to another. */
  const drawn = async (page: Page) => {
    await page.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await page.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const finite = document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(finite.map((each) => each.finished));
    });
  };
  const isTooWide = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  it.each(PAGES)('%s', { timeout: 60_000 }, async (address, sign) => {
    const path = address.replace(/\{(\w+)\}/g, (_, name: string) => String(made[name]));
    const page = await visit(browser, site.url + path, { viewport: DESK, colorScheme: 'light' });
    await page.getByText(sign).first().waitFor();
    const found: string[] = [];
    const note = (where: string, what: string[]) => found.push(...what.map((each) => `${where}: ${each}`));
    note('light', await accessibilityProblems(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await page.getByText(sign).first().waitFor();
    await drawn(page);
    note('dark', await accessibilityProblems(page));
    await page.setViewportSize(PHONE);
    await drawn(page);
    note('phone', await accessibilityProblems(page));
    const beyond = await isTooWide(page);
    if (beyond > 0) found.push(`${beyond} pixels too wide on a phone`);
    expect([...found, ...problems(page)]).toEqual([]);
    await page.context().close();
  });
});
