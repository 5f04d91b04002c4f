/** The page at /docs in a browser: Swagger UI draws the description, under a policy that lets nothing else run or load. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';

const { POSTHORN_CHROMIUM, POSTHORN_CHROMIUM_SHELL: executablePath = POSTHORN_CHROMIUM } = process.env;
const skip = executablePath === undefined ? 'Chromium is not installed' : false;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];

/** For a busy machine. */
const PATIENCE_MS = 60_000;

let place: InProcess;
let browser: Browser;

before(async () => {
  if (executablePath === undefined) return;
  place = await startInProcess();
  browser = await chromium.launch({ executablePath, args: FLAGS });
});

after(async () => {
  await browser?.close();
  await place?.server.close();
});

/** What the page has asked for, and what it has complained about. */
async function open(colorScheme: 'light' | 'dark'): Promise<{
  readonly page: Page;
  readonly asked: readonly string[];
  readonly complaints: readonly string[];
}> {
  const page = await browser.newPage({ colorScheme });
  page.setDefaultTimeout(PATIENCE_MS);
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${place.httpUrl}/docs`);
  await page.getByRole('heading', { name: 'Posthorn', exact: false }).first().waitFor();
  return { page, asked, complaints };
}

/** Opens a call, and sends it with this body. Returns the answer as the page shows it. */
async function tryOut(page: Page, method: string, path: string, body?: object): Promise<string> {
  // Only calls that are in sight are drawn.
  await page.getByPlaceholder('Filter').fill(path);
  await page.locator(`[data-path]:not([data-path*="${path}"])`).first().waitFor({ state: 'detached' });
  const call = page.locator(`.opblock-${method}`, { has: page.locator(`[data-path="${path}"]`) });
  await call.locator('.opblock-summary-control').click();
  if (body !== undefined) await call.locator('textarea.body-param__text').fill(JSON.stringify(body));
  await call.getByRole('button', { name: 'Execute' }).click();
  const answer = call.locator('.live-responses-table .highlight-code').first();
  return (await answer.textContent()) ?? '';
}

it('a call is tried out, and whoever has logged in so goes on with that token', { skip }, async () => {
  const { page, asked, complaints } = await open('light');
  const account = { name: 'ann', password: 'but-soft' };
  assert.match(await tryOut(page, 'post', '/v1/register', account), /"token"/);
  assert.match(await tryOut(page, 'post', '/v1/login', account), /"token"/);
  assert.match(await tryOut(page, 'get', '/v1/me'), /"ann"/);
  assert.deepEqual(complaints, []);
  const foreign = asked.filter((url) => !url.startsWith(`${place.httpUrl}/`) && !url.startsWith('data:'));
  assert.deepEqual(foreign, []);
  await page.close();
});

it('its calls leave the cookie of the web client out', { skip }, async () => {
  const { page } = await open('light');
  await page.context().addCookies([{ name: 'posthorn', value: 'secret', url: place.httpUrl }]);
  const sent = page.waitForRequest((request) => request.url().endsWith('/v1/server'));
  await tryOut(page, 'get', '/v1/server');
  assert.equal((await (await sent).allHeaders())['cookie'], undefined);
  await page.close();
});

it('is dark where the browser is', { skip }, async () => {
  const { page, complaints } = await open('dark');
  // Runs in the page.
  const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const [red = 255] = /\d+/.exec(background)?.map(Number) ?? [];
  assert.ok(red < 64, background);
  assert.deepEqual(complaints, []);
  await page.close();
});
