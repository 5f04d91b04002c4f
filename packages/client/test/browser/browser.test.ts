/** The SDK in a real browser: WebSocket, IndexedDB, and a page that is reloaded in the middle. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type * as Sdk from '../../src/index.ts';
import { startInProcess } from '@posthorn/testing/in-process';

const { POSTHORN_CHROMIUM, POSTHORN_CHROMIUM_SHELL: executablePath = POSTHORN_CHROMIUM } = process.env;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Puts the message "four" into the outbox as version 0.1.0 kept it: its content is base64. Runs in the page. */
const KEEP_AS_BEFORE = `new Promise((resolve) => {
  const opening = indexedDB.open('posthorn/ann', 1);
  opening.onsuccess = () => {
    const transaction = opening.result.transaction('kept', 'readwrite', { durability: 'strict' });
    transaction.objectStore('kept').put({ order: 9, target: { conversation: 1 }, content: 'CgRmb3Vy' }, 'o/before');
    transaction.oncomplete = () => resolve(opening.result.close());
  };
})`;

it(
  'receives each message once over a reload, from IndexedDB, and sends what the version before left there',
  { skip: executablePath === undefined ? 'Chromium is not installed' : false },
  async (t) => {
    const place = await startInProcess();
    t.after(() => place.server.close());
    const profile = await mkdtemp(join(tmpdir(), 'posthorn-chromium-'));
    const browser = await chromium.launchPersistentContext(profile, {
      ...(executablePath !== undefined && { executablePath }),
      args: FLAGS,
      // The page is ours; its own policy would keep the test's script out.
      bypassCSP: true,
    });
    t.after(async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    });
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../../src/index.ts', import.meta.url))],
      bundle: true,
      format: 'iife',
      globalName: 'posthorn',
      platform: 'browser',
      write: false,
    });
    const page = await browser.newPage();
    const load = async (): Promise<void> => {
      await page.goto(`${place.httpUrl}/docs`);
      await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
    };
    /** Connects in the page, sends what is given, and returns what came until `count` messages are there. */
    const chat = (texts: readonly string[], count: number): Promise<string[]> =>
      page.evaluate(
        async ([server, toSend, wanted]) => {
          // The global that the bundle makes; typed by the module that it is made of.
          const { connect, indexedDbStorage } = (globalThis as unknown as { posthorn: typeof Sdk }).posthorn;
          const client = await connect(
            { server, user: 'ann', password: 'pw', register: true },
            { storage: await indexedDbStorage('ann'), start: 'start', device: { class: 'web' } },
          );
          const seen: string[] = [];
          const all = new Promise<void>((resolve) => {
            client.on('message', ({ content }) => {
              seen.push(content.text);
              if (seen.length === wanted) resolve();
            });
          });
          for (const text of toSend) await client.send({ conversation: 1 }, text).done;
          await all;
          await client.close();
          return seen;
        },
        [place.httpUrl, texts, count] as const,
      );
    await load();
    assert.deepEqual(await chat(['one', 'two'], 2), ['one', 'two']);
    await load();
    assert.deepEqual(await chat(['three'], 1), ['three']);
    await load();
    await page.evaluate(KEEP_AS_BEFORE);
    assert.deepEqual(await chat([], 1), ['four']);
    await load();
    assert.deepEqual(await chat(['five'], 1), ['five']);
    const isStored = await page.evaluate(async () => {
      const { indexedDbStorage } = (globalThis as unknown as { posthorn: typeof Sdk }).posthorn;
      const storage = await indexedDbStorage('ann');
      let isDurable = false;
      const put = storage.put([['x', 1]]).then(() => (isDurable = true));
      await storage.close();
      const wasDurable = isDurable;
      await put;
      return wasDurable;
    });
    assert.ok(isStored, 'a storage closes when everything is durable');
  },
);
