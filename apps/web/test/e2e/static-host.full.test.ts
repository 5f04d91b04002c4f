/** The page on a static host beside the server, of the same site. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startInProcess } from '@posthorn/testing/in-process';
import { Person } from './support/person.ts';
import { closeBrowser, openContext, skip } from './support/stage.ts';
import { ensureWeb } from '../../../../scripts/web.mjs';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const DIST = join(ROOT, 'apps/web/dist');
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

before(() => ensureWeb(ROOT, process.execPath));
after(closeBrowser);

/** What any host of files does: a file, or the page. `server` is written into it. */
function staticHost(server: () => string) {
  return createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      const file = join(DIST, pathname);
      const isFile = extname(pathname) !== '' && existsSync(file);
      const bytes = await readFile(isFile ? file : join(DIST, 'index.html'));
      const page = bytes
        .toString()
        .replace('name="posthorn-server" content=""', `name="posthorn-server" content="${server()}"`);
      response.setHeader(
        'content-type',
        isFile ? (TYPES[extname(file)] ?? 'application/octet-stream') : 'text/html',
      );
      response.end(isFile ? bytes : page);
    })();
  });
}

it('registers, chats, and shows pictures', { skip }, async (t) => {
  let server = '';
  const host = staticHost(() => server);
  await new Promise<void>((resolve) => host.listen(0, resolve));
  const origin = `http://localhost:${(host.address() as AddressInfo).port}`;
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-static-'));
  const place = await startInProcess({ origins: [origin], files: { kind: 'directory', directory } });
  server = `http://localhost:${place.server.httpPort}`;
  const context = await openContext({ locale: 'en-GB', serviceWorkers: 'allow' });
  t.after(async () => {
    await context.close();
    host.close();
    host.closeAllConnections();
    await place.server.close();
    await rm(directory, { recursive: true });
  });
  const romeo = new Person('romeo', await context.newPage(), `${origin}/`);
  await romeo.register();
  await romeo.goTo('Lobby');
  await romeo.say('But soft, what light?');
  await romeo.sees('But soft, what light?');
  await romeo.page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'sun.png', mimeType: 'image/png', buffer: PNG });
  await romeo.page.getByRole('button', { name: 'Send', exact: true }).click();
  const picture = romeo.timeline.locator('img[crossorigin]').first();
  await picture.waitFor();
  await romeo.page.waitForFunction(() =>
    [...document.querySelectorAll('img[crossorigin]')].some(
      (each) => (each as HTMLImageElement).naturalWidth > 0,
    ),
  );
  // A second start, with the cookie alone.
  await romeo.open('/');
  await romeo.list.waitFor();
  const [cookie] = await context.cookies();
  assert.equal(cookie?.httpOnly, true);
});
