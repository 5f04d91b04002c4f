/** Files of the SDK in a real browser: a file that the user chose, over a reload of the page, and back. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type * as Files from '../../src/files/index.ts';
import type * as Sdk from '../../src/index.ts';
import { startInProcess } from '@posthorn/testing/in-process';

const { POSTHORN_CHROMIUM, POSTHORN_CHROMIUM_SHELL: executablePath = POSTHORN_CHROMIUM } = process.env;

/** What the page has; its code below runs there. */
declare const posthorn: typeof Sdk & typeof Files;

it(
  'a file is uploaded over a reload, sent, and downloaded',
  { skip: executablePath === undefined ? 'Chromium is not installed' : false },
  async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'posthorn-browser-files-'));
    const place = await startInProcess({ files: { kind: 'directory', directory: join(directory, 'blobs') } });
    t.after(() => place.server.close());
    const browser = await chromium.launchPersistentContext(join(directory, 'profile'), {
      ...(executablePath !== undefined && { executablePath }),
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      // The page is ours; its own policy would keep the test's script out.
      bypassCSP: true,
    });
    t.after(async () => {
      await browser.close();
      await rm(directory, { recursive: true, force: true });
    });
    const page = await browser.newPage();
    const script = await bundle();
    const load = async (): Promise<void> => {
      await page.goto(`${place.httpUrl}/docs`);
      await page.addScriptTag({ content: script });
    };
    await load();
    const id = await page.evaluate(cutOff, place.httpUrl);
    await load();
    const { sent, least, unfinished } = await page.evaluate(goOn, place.httpUrl);
    assert.deepEqual([sent, unfinished], [id, [id]]);
    assert.ok(least > 200_000, `it began at ${least}`);
  },
);

async function bundle(): Promise<string> {
  const [sdk, files] = ['../../src/index.ts', '../../src/files/index.ts'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${sdk}'; export * from '${files}';`, resolveDir: '/', loader: 'ts' },
    bundle: true,
    format: 'iife',
    globalName: 'posthorn',
    platform: 'browser',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** Uploads a part, then stops. Returns the id of the upload. */
async function cutOff(server: string): Promise<string | undefined> {
  const client = await posthorn.connect(
    { server, user: 'ann', password: 'pw', register: true },
    { storage: await posthorn.indexedDbStorage('ann') },
  );
  const bytes = new Uint8Array(6_000_000).map((_, at) => at % 251);
  const file = new File([bytes], 'view.bin', { lastModified: 1 });
  const { promise: paused, resolve } = Promise.withResolvers<void>();
  const upload = posthorn.files(client).upload(file, {
    onProgress: ({ sent, state }) => {
      if (state === 'paused') resolve();
      else if (sent > 200_000) upload.pause();
    },
  });
  await paused;
  await client.close();
  return upload.id;
}

/** Goes on, sends the file, and compares what comes back. */
async function goOn(
  server: string,
): Promise<{ sent: string | undefined; least: number; unfinished: readonly string[] }> {
  const client = await posthorn.connect(
    { server, user: 'ann', password: 'pw' },
    { storage: await posthorn.indexedDbStorage('ann') },
  );
  const own = posthorn.files(client);
  const unfinished = own.unfinished().map((upload) => upload.id);
  const bytes = new Uint8Array(6_000_000).map((_, at) => at % 251);
  const file = new File([bytes], 'view.bin', { lastModified: 1 });
  let least = Infinity;
  const { done } = own.send(
    { conversation: 1 },
    { files: [file], onProgress: ({ sent }) => sent > 0 && (least = Math.min(least, sent)) },
  );
  const [attachment] = (await done).attachments;
  const copy = await (await own.download(attachment?.id ?? '')).array();
  if (copy.length !== bytes.length || copy.some((byte, at) => byte !== bytes[at]))
    throw new Error('other bytes came');
  const { url } = await own.link(attachment?.id ?? '');
  const linked = await (await fetch(url)).blob();
  if (linked.size !== bytes.length) throw new Error(`the link gave ${linked.size} bytes`);
  await client.close();
  return { sent: attachment?.id, least, unfinished };
}
