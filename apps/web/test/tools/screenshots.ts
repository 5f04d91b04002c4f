/**
 * `npm run screenshots -w apps/web`: the pictures of the documentation, of the sample's people, into docs/images.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { createServer } from 'vite';
import { findChromium } from './chromium.ts';
import { closeBrowser, DESKTOP, launchBrowser, PHONE } from '../e2e/support/stage.ts';

const WEB = fileURLToPath(new URL('../..', import.meta.url));
const IMAGES = join(WEB, '../../docs/images');

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly context: BrowserContextOptions;
  /** See look.ts. */
  readonly look?: Readonly<Record<string, string>>;
  /** What `?sample` shows: offline, empty. */
  readonly sample?: string;
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** In the chat of the crew somebody has spoken: the player is loaded by itself. */
const CREW = '/c/1';

const DARK: BrowserContextOptions = { ...DESKTOP, colorScheme: 'dark' };

const SHOTS: readonly Shot[] = [
  { name: 'desktop-light', path: CREW, context: DESKTOP },
  { name: 'desktop-dark', path: CREW, context: DARK },
  { name: 'phone-list', path: '/', context: PHONE },
  { name: 'phone-chat', path: CREW, context: { ...PHONE, colorScheme: 'dark' } },
  { name: 'chinese', path: '/c/2', context: { ...DESKTOP, locale: 'zh-CN' }, look: { locale: 'zh-CN' } },
  { name: 'right-to-left', path: '/c/6', context: DESKTOP, look: { direction: 'rtl' } },
  { name: 'offline', path: CREW, context: DESKTOP, sample: 'offline' },
  { name: 'empty', path: '/', context: DESKTOP, sample: 'empty' },
  {
    name: 'details',
    path: CREW,
    context: DESKTOP,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Details', exact: true }).click();
      await page.getByRole('complementary').getByRole('heading').first().waitFor();
    },
  },
  {
    name: 'settings',
    path: '/settings/appearance',
    context: DESKTOP,
    prepare: (page) => page.getByRole('region', { name: 'Appearance' }).waitFor(),
  },
];

findChromium();
process.env['POSTHORN_SERVER'] = 'none';
const server = await createServer({ root: WEB, logLevel: 'error', server: { port: 0, hmr: false } });
await server.listen();
const [origin = ''] = server.resolvedUrls?.local ?? [];
mkdirSync(IMAGES, { recursive: true });
try {
  const wanted = process.argv.slice(2);
  for (const shot of SHOTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    await take(shot);
} finally {
  await closeBrowser();
  await server.close();
}

async function take({ name, path, context: options, look = {}, sample = '', prepare }: Shot): Promise<void> {
  const browser = await launchBrowser();
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  // Vite compiles each module when it is first asked for.
  context.setDefaultTimeout(120_000);
  await context.addInitScript((kept) => localStorage.setItem('posthorn/look', kept), JSON.stringify(look));
  const page = await context.newPage();
  await page.goto(new URL(`${path.slice(1)}?sample=${sample}`, origin).href);
  await page.getByRole('navigation').or(page.getByRole('main')).first().waitFor();
  if (path.startsWith('/c/')) await page.locator('[data-timeline] [data-seq]').last().waitFor();
  if (path === CREW) await page.getByRole('slider').first().waitFor();
  await prepare?.(page);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(IMAGES, `web-${name}.png`), animations: 'disabled' });
  await context.close();
  process.stderr.write(`docs/images/web-${name}.png\n`);
}
