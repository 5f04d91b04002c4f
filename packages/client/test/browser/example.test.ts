/** The example for browsers, as somebody uses it: two pages talk, one is reloaded and scrolls back. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { startInProcess } from '@posthorn/testing/in-process';
import { register } from '../../src/node/index.ts';

const { POSTHORN_CHROMIUM, POSTHORN_CHROMIUM_SHELL: executablePath = POSTHORN_CHROMIUM } = process.env;
const EXAMPLE = new URL('../../../../examples/browser/', import.meta.url);
/** More than a page of history. */
const COUNT = 40;

it(
  'the example chats, and reads its history after a reload',
  { skip: executablePath === undefined ? 'Chromium is not installed' : false },
  async (t) => {
    const pages = await serveExample();
    t.after(() => pages.close());
    const { port } = pages.address() as AddressInfo;
    const origin = `http://127.0.0.1:${port}`;
    const place = await startInProcess({ origins: [origin] });
    t.after(() => place.server.close());
    const browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
    t.after(() => browser.close());
    for (const name of ['romeo', 'juliet']) await register(place.httpUrl, { name, password: 'but-soft' });
    const open = async (user: string, peer: string): Promise<Page> => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(origin);
      await logIn(page, { server: place.httpUrl, user, peer });
      return page;
    };
    const romeo = await open('romeo', 'juliet');
    const juliet = await open('juliet', 'romeo');
    for (let i = 1; i <= COUNT; i++) await say(romeo, `line ${i}`);
    await juliet.getByText(`romeo: line ${COUNT}`).waitFor();
    await say(juliet, '<b>not bold</b>');
    await romeo.getByText('juliet: <b>not bold</b>').waitFor();
    await juliet.reload();
    await logIn(juliet, { server: place.httpUrl, user: 'juliet', peer: 'romeo' });
    await juliet.locator('li[data-seq]').nth(29).waitFor();
    await juliet.getByRole('button', { name: 'Older messages' }).click();
    await juliet.getByText('romeo: line 1', { exact: false }).first().waitFor();
    const seqs = await juliet
      .locator('li[data-seq]')
      .evaluateAll((items) => items.map((item) => Number(item.getAttribute('data-seq'))));
    assert.deepEqual(
      seqs,
      Array.from({ length: COUNT + 1 }, (_, index) => index + 1),
    );
    assert.equal(await juliet.locator('#older').isVisible(), false);
    // The same page from an origin that is not let in.
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(origin.replace('127.0.0.1', 'localhost'));
    await fill(stranger, { server: place.httpUrl, user: 'romeo', peer: 'juliet' });
    await stranger.getByText(`pages of http://localhost:${port} may not use this server`).waitFor();
    assert.match(await stranger.locator('#state').innerText(), /--origins/);
  },
);

interface Fields {
  readonly server: string;
  readonly user: string;
  readonly peer: string;
}

async function logIn(page: Page, fields: Fields): Promise<void> {
  await fill(page, fields);
  await page.locator('#chat').waitFor();
}

async function fill(page: Page, { server, user, peer }: Fields): Promise<void> {
  await page.fill('[name=server]', server);
  await page.fill('[name=user]', user);
  await page.fill('[name=password]', 'but-soft');
  await page.fill('[name=peer]', peer);
  await page.click('text=Chat');
}

async function say(page: Page, text: string): Promise<void> {
  await page.fill('[name=text]', text);
  await page.click('text=Send');
}

/** What `esbuild --servedir` does. */
async function serveExample(): Promise<ReturnType<typeof createServer>> {
  const html = await readFile(new URL('index.html', EXAMPLE));
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('chat.ts', EXAMPLE))],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const server = createServer(({ url }, response) => {
    const isScript = url === '/chat.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? outputFiles[0]?.contents : html);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}
