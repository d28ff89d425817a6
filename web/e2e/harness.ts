/** The whole system for a test: simulated meters, the server on them, this dashboard, and a browser. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** A debug build of the command; `SLMM_BIN` names another. */
const SLMM = process.env['SLMM_BIN'] ?? fileURLToPath(new URL('../../target/debug/slmm', import.meta.url));
const CHROMIUM = process.env['SLMM_CHROMIUM'] ?? '/usr/bin/chromium';
/** Every meter has a card; its files come as over a mobile link, so that one can look on. */
const CARDS = ['--ftp-port', '0', '--ftp-speed', '60000'];
const STARTS_WITHIN_MS = 30_000;

/** Why these tests cannot run here; null when they can. */
export function missing(): string | null {
  if (!existsSync(SLMM)) return `there is no ${SLMM}: cargo build -p slm-cli`;
  if (!existsSync(CHROMIUM)) return `there is no ${CHROMIUM}: SLMM_CHROMIUM names another`;
  return null;
}

export interface UnitGiven {
  id: string;
  name?: string;
  groups?: string[];
  latitude?: number;
  longitude?: number;
  /** Another address than that of its meter. */
  host?: string;
  port?: number;
}

/** A server with a meter for each unit, and this dashboard in front of it. */
export class Site {
  private constructor(
    /** Where the dashboard is. */
    readonly url: string,
    /** Where the server is. */
    readonly server: string,
    private readonly control: string,
    private readonly meters: readonly { tcp: number; ftp: number | undefined }[],
    private readonly processes: readonly ChildProcess[],
    private readonly pages: PreviewServer,
    private readonly folder: string,
  ) {}

  /** Starts everything; the units are in the roster when it returns. */
  static async start(units: readonly UnitGiven[], environment: Record<string, string> = {}): Promise<Site> {
    const folder = await mkdtemp(join(tmpdir(), 'slmm-e2e-'));
    const count = Math.max(1, units.length);
    const sim = run(
      ['sim', '-n', String(count), '--base-port', '0', '--measuring', '--control', '127.0.0.1:0', ...CARDS],
      folder,
    );
    const told = await says(sim, /control: (http:\S+)/);
    const portsAfter = (scheme: string) =>
      [...told.matchAll(new RegExp(`${scheme}://127\\.0\\.0\\.1:(\\d+)`, 'g'))].map(([, port]) =>
        Number(port),
      );
    const meters = portsAfter('tcp').map((tcp, i) => ({ tcp, ftp: portsAfter('ftp')[i] }));
    const serve = run(
      ['serve', '--host', '127.0.0.1', '--port', '0', '--data-dir', join(folder, 'data')],
      folder,
      environment,
    );
    const server = match(await says(serve, /listening on (http:\S+)/), /listening on (http:\S+)/);
    const pages = await preview({
      root: ROOT,
      logLevel: 'error',
      preview: {
        host: '127.0.0.1',
        port: 0,
        strictPort: false,
        proxy: {
          '/api': { target: server, ws: true },
          '/metrics': { target: server },
          // The page of a link is ours; what is below it is the server's.
          '^/view/[^/]+/': { target: server },
        },
      },
    });
    const url = pages.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '';
    const control = match(told, /control: (http:\S+)/).replace(/\/$/, '');
    const site = new Site(url, server, control, meters, [sim, serve], pages, folder);
    for (const [i, unit] of units.entries()) await site.add(unit, i);
    return site;
  }

  /** Puts a unit into the roster, on the n-th meter. */
  async add(unit: UnitGiven, n: number): Promise<void> {
    await this.call('POST', '/api/nl43/roster', {
      unit_id: unit.id,
      host: unit.host ?? '127.0.0.1',
      tcp_port: unit.port ?? this.meters[n]?.tcp,
      ftp_port: this.meters[n]?.ftp,
      ftp_enabled: true,
    });
    const { name = null, groups = [], latitude = null, longitude = null } = unit;
    const profile = { name, groups, latitude, longitude };
    await this.call('PUT', `/api/nl43/${encodeURIComponent(unit.id)}/profile`, profile);
  }

  /** Where the n-th meter listens. */
  address(n: number): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.meters[n]?.tcp ?? 0 };
  }

  /** Asks the server itself. */
  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    return ask(method, this.server + path, body);
  }

  /** Sets the level that the n-th meter hears; null returns to its field. */
  async level(n: number, lp: number | null): Promise<void> {
    await ask('POST', `${this.control}/meters/${n + 1}/level`, { lp });
  }

  /** Lets something go wrong with the n-th meter; `slmm sim --help` lists the faults. */
  async fault(n: number, fault: string): Promise<void> {
    await ask('POST', `${this.control}/meters/${n + 1}/faults`, { fault });
  }

  async heal(n: number): Promise<void> {
    await ask('DELETE', `${this.control}/meters/${n + 1}/faults`);
  }

  /** How often somebody has connected to the n-th meter. */
  async connections(n: number): Promise<number> {
    const meters = (await ask('GET', `${this.control}/meters`)) as { connections: number }[];
    return meters[n]?.connections ?? 0;
  }

  async stop(): Promise<void> {
    await this.pages.close();
    await Promise.all(this.processes.map(ended));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A browser for the tests of a file. */
export async function browser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The pages alone, and a browser: the test says what a server would. */
export async function pagesAlone(): Promise<{ browser: Browser; url: string; stop(): Promise<void> }> {
  const [chrome, pages] = await Promise.all([
    browser(),
    preview({ root: ROOT, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } }),
  ]);
  const url = pages.resolvedUrls?.local[0] ?? '';
  const stop = async () => {
    await chrome.close();
    await pages.close();
  };
  return { browser: chrome, url, stop };
}

/** A page of its own visitor. What its scripts throw is collected for `problems`. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  visited.add(page);
  page.once('close', () => visited.delete(page));
  // A machine that does much else takes its time.
  page.setDefaultTimeout(45_000);
  page.on('pageerror', (error) => problems(page).push(error.message));
  await page.goto(url);
  return page;
}

/** Waits until it can be seen; where the same is said in two places, in one of them. */
export function seen(what: Locator, options: { timeout?: number } = {}): Promise<void> {
  return what.filter({ visible: true }).first().waitFor(options);
}

const visited = new Set<Page>();
/** What the server and the simulated meters said last. */
const said: string[] = [];
const SAID_AT_MOST = 60;

/** What a test that failed leaves: each page in words, and what the server said. Its pages are closed. */
export async function remains(): Promise<string> {
  const told: string[] = [];
  for (const page of [...visited]) {
    const text = await page.locator('body').innerText({ timeout: 5000 }).catch(String);
    const open = await page.locator('dialog[open]').allInnerTexts().catch(String);
    told.push(
      `== ${page.url()}`,
      text,
      ...[open].flat().map((dialog) => `-- dialog\n${dialog}`),
      ...problems(page),
    );
    await page.context().close().catch(String);
  }
  return [...told, '== server and meters', ...said].join('\n');
}

const failures = new WeakMap<Page, string[]>();

/** What scripts of the page threw. */
export function problems(page: Page): string[] {
  const list = failures.get(page) ?? [];
  failures.set(page, list);
  return list;
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeViolation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** What stands in the way of people who do not see or use a mouse, in words; none is expected. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // A page that is left and come back to has it already.
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: AXE });
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } };
    return (await axe.run()).violations;
  });
  return violations.map(({ id, help, nodes }) => {
    const places = nodes
      .slice(0, 3)
      .map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`);
    return `${id}: ${help}: ${places.join('; ')}`;
  });
}

async function ask(method: string, url: string, body?: unknown): Promise<unknown> {
  const init =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(url, { method, ...init });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function run(args: string[], cwd: string, environment: Record<string, string> = {}): ChildProcess {
  const child = spawn(SLMM, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const hear = (chunk: Buffer) => {
    said.push(...chunk.toString().trimEnd().split('\n'));
    said.splice(0, said.length - SAID_AT_MOST);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return child;
}

/** What a process says until it has said something in particular. */
function says(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const giveUp = setTimeout(() => reject(new Error(`it did not say ${wanted}: ${text}`)), STARTS_WITHIN_MS);
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      if (!wanted.test(text)) return;
      clearTimeout(giveUp);
      resolve(text);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`it ended: ${text}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function match(text: string, wanted: RegExp): string {
  const found = wanted.exec(text)?.[1];
  if (!found) throw new Error(`${wanted} is not in ${text}`);
  return found;
}
