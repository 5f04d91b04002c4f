/** The example with React, as somebody uses it: it shows what is said, sends, and has it after a reload. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { connect } from '@posthorn/client';
import { register } from '@posthorn/client/node';
import { startInProcess } from '@posthorn/testing/in-process';

const { POSTHORN_CHROMIUM, POSTHORN_CHROMIUM_SHELL: executablePath = POSTHORN_CHROMIUM } = process.env;
const EXAMPLE = fileURLToPath(new URL('../../../examples/react/chat.tsx', import.meta.url));
const PAGE =
  '<!doctype html><html><head><base href="/" /><title>Chat</title></head><body><script type="module" src="chat.js"></script></body></html>';

it(
  'the example chats, and has what was said after a reload',
  { skip: executablePath === undefined ? 'Chromium is not installed' : false, timeout: 90_000 },
  async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'posthorn-react-'));
    t.after(() => rm(directory, { recursive: true }));
    await build({
      entryPoints: [EXAMPLE],
      outfile: join(directory, 'chat.js'),
      bundle: true,
      format: 'esm',
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    await writeFile(join(directory, 'index.html'), PAGE);
    const place = await startInProcess({ web: directory });
    t.after(() => place.server.close());
    await register(place.httpUrl, { name: 'ann', password: 'but-soft' });
    const bob = await connect({ server: place.httpUrl, user: 'bob', password: 'pw', register: true });
    t.after(() => bob.close());
    await bob.send({ to: 'ann' }, 'Hello, Ann').done;
    const browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    t.after(() => browser.close());
    const page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(place.httpUrl);
    await page.getByRole('button', { name: /^bob \(1\)/ }).click();
    await page.getByRole('listitem').filter({ hasText: 'Hello, Ann' }).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello, Bob');
    const arrived = new Promise<string>((resolve) => {
      bob.on('message', ({ content, isMine }) => {
        if (!isMine) resolve(content.text);
      });
    });
    await page.getByRole('textbox', { name: 'Message' }).press('Enter');
    assert.equal(await arrived, 'Hello, Bob');
    await page.getByRole('listitem').filter({ hasText: 'Hello, Bob' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: /^bob/ }).click();
    await page.getByRole('listitem').filter({ hasText: 'Hello, Bob' }).waitFor();
  },
);
