// Pictures of every page, light, dark and on a phone: `node scripts/screenshots.mjs URL FOLDER [PATH…]`.
// Those of the documents are of `slmm demo`, whose units are given names and places, a rule, people and a link for clients
// first. LOOKS picks some of the looks, SLMM_CHROMIUM names a browser, /usr/bin/chromium unless given.
import { mkdir, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const [base = 'http://127.0.0.1:8100', folder = 'screenshots', ...given] = process.argv.slice(2);
/** Names of the pictures by the addresses of their pages; `{…}` stands for what is there. */
const PAGES = {
  '/': 'fleet',
  '/?view=table': 'table',
  '/map?unit=piling': 'map',
  '/wall': 'wall',
  '/units/piling': 'unit',
  '/units/piling/settings': 'settings',
  '/units/piling/files': 'files',
  '/units/piling/schedule': 'schedule',
  '/units/piling/diagnostics': 'diagnostics',
  '/units/piling/log': 'log',
  '/alarms': 'alarms',
  '/alarms/incidents/{incident}': 'incident',
  '/alarms/rules': 'rules',
  '/alarms/rules/{rule}': 'rule',
  '/alarms/delivery': 'delivery',
  '/alarms/channels': 'channels',
  '/setup': 'units',
  '/setup/units/piling': 'unit-setup',
  '/setup/groups': 'groups',
  '/setup/links': 'links',
  '/setup/system': 'system',
  '{view}': 'view',
};
const paths = given.length > 0 ? given : Object.keys(PAGES);
const LOOKS = [
  { name: 'light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  {
    name: 'phone',
    viewport: { width: 390, height: 780 },
    colorScheme: 'light',
    hasTouch: true,
    isMobile: true,
  },
];
const wanted = process.env.LOOKS?.split(',');
/** Time for the first values, ms. */
const SETTLE_MS = Number(process.env.SETTLE_MS ?? 4000);

/** What the units of a demonstration are called, and where they stand. */
const DEMO = {
  traffic: { name: 'Ring road', groups: ['City'], latitude: 53.5561, longitude: 9.9862 },
  piling: { name: 'Harbour piling', groups: ['Harbour'], latitude: 53.5412, longitude: 9.9841 },
  concert: { name: 'Open-air stage', groups: ['City'], latitude: 53.5602, longitude: 9.9748 },
  night: { name: 'Hospital garden', groups: ['Harbour'], latitude: 53.5468, longitude: 9.9655 },
};

async function call(method, path, body) {
  const answer = await fetch(new URL(`/api/nl43/${path}`, base), {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return answer.ok ? answer.json() : {};
}

/** Dresses a demonstration; other servers, and one that is dressed, are left as they are. */
async function dress() {
  const { units = [] } = await call('GET', '_units');
  if (units.length !== 4 || units.some(({ unit_id, name }) => !(unit_id in DEMO) || name !== null)) return;
  for (const [unit, profile] of Object.entries(DEMO)) await call('PUT', `${unit}/profile`, profile);
  const { channel } = await call('POST', '_delivery/channels', {
    name: 'Duty log',
    kind: 'log',
    settings: {},
  });
  const { recipient } = await call('POST', '_delivery/recipients', {
    name: 'Night shift',
    channel_id: channel?.id,
  });
  const recipients = recipient ? [recipient.id] : [];
  await call('POST', '_alerts/rules', {
    name: 'Piling, permit 14/3',
    applies_to: 'unit:piling',
    severity: 'critical',
    metric: 'lp',
    threshold: 90,
    recipients,
  });
  await call('POST', '_alerts/rules', {
    name: 'City, quarter of an hour',
    applies_to: 'group:City',
    metric: 'leq_t',
    window: 'rolling',
    window_s: 900,
    threshold: 70,
    recipients,
  });
  await call('POST', '_links', { name: 'Harbour office', unit_id: 'piling' });
  await call('POST', 'night/campaigns', {
    name: 'Nights',
    days: [0, 1, 2, 3, 4],
    start: '22:00',
    stop: '06:00',
  });
}

/** What is there to be shown, by the names that addresses have for it. */
async function found() {
  const [{ incidents = [] }, { rules = [] }, { links = [] }] = await Promise.all([
    call('GET', '_alerts/incidents'),
    call('GET', '_alerts/rules'),
    call('GET', '_links'),
  ]);
  const rule = rules.find(({ compatible }) => !compatible);
  return { incident: incidents[0]?.id, rule: rule?.id, view: links[0]?.path };
}

await dress();
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.SLMM_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const there = await found();
  for (const { name, ...look } of LOOKS.filter((look) => !wanted || wanted.includes(look.name))) {
    const context = await browser.newContext({ deviceScaleFactor: 1, locale: 'en-GB', ...look });
    for (const path of paths) {
      const address = path.replace(/\{(\w+)\}/g, (place, key) => there[key] ?? place);
      if (address.includes('{')) {
        console.error(`${path}: there is none`);
        continue;
      }
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(`${path}: ${error.message}`));
      page.on(
        'console',
        (message) => message.type() === 'error' && console.error(`${path}: ${message.text()}`),
      );
      await page.goto(new URL(address, base).href);
      await page.waitForTimeout(SETTLE_MS);
      const title = PAGES[path] ?? path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '');
      const file = `${folder}/${title}-${name}.webp`;
      const cdp = await context.newCDPSession(page);
      const { data } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
      await writeFile(file, Buffer.from(data, 'base64'));
      console.log(file);
      await page.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
}
