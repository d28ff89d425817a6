// Pictures of pages, light and dark, wide and on a phone: `node scripts/screenshots.mjs URL FOLDER [PATH…]`.
// Those of the documents are of `slmm demo`, whose units are given names and places first. LOOKS picks some of the looks,
// SLMM_CHROMIUM names a browser, /usr/bin/chromium unless given.
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const [base = 'http://127.0.0.1:8100', folder = 'screenshots', ...given] = process.argv.slice(2);
const paths =
  given.length > 0 ? given : ['/', '/?view=table', '/map', '/wall', '/units/piling', '/alarms', '/setup'];
const LOOKS = [
  { name: 'light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  {
    name: 'phone',
    viewport: { width: 390, height: 844 },
    colorScheme: 'light',
    hasTouch: true,
    isMobile: true,
  },
  {
    name: 'phone-dark',
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
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

/** Dresses a demonstration; other servers are left as they are. */
async function dress() {
  const { units } = await (await fetch(new URL('/api/nl43/_units', base))).json();
  if (units.length !== 4 || units.some(({ unit_id, name }) => !(unit_id in DEMO) || name !== null)) return;
  for (const [unit, profile] of Object.entries(DEMO)) {
    await fetch(new URL(`/api/nl43/${unit}/profile`, base), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(profile),
    });
  }
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
  for (const { name, ...look } of LOOKS.filter((look) => !wanted || wanted.includes(look.name))) {
    const context = await browser.newContext({ deviceScaleFactor: 1, locale: 'en-GB', ...look });
    for (const path of paths) {
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(`${path}: ${error.message}`));
      page.on(
        'console',
        (message) => message.type() === 'error' && console.error(`${path}: ${message.text()}`),
      );
      await page.goto(new URL(path, base).href);
      await page.waitForTimeout(SETTLE_MS);
      const file = `${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'fleet'}-${name}.png`;
      await page.screenshot({ path: `${folder}/${file}` });
      console.log(`${folder}/${file}`);
      await page.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
}
