/** A page of another origin on the same host, whose requests the browser gives the cookie: it can do nothing with it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startInProcess } from '@posthorn/testing/in-process';
import type { BrowserContext, Page } from 'playwright-core';
import { until } from './support/moments.ts';
import { PASSWORD } from './support/person.ts';
import { closeBrowser, openContext, skip } from './support/stage.ts';
import { ensureWeb } from '../../../../scripts/web.mjs';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const LOBBY = '/v1/conversations/1/messages';

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

before(() => ensureWeb(ROOT, process.execPath));
after(closeBrowser);

/** Logs in as the page does, and uploads a picture. */
async function prepare(context: BrowserContext, server: string): Promise<string> {
  const headers = { 'x-posthorn-web': '1', origin: server };
  const login = { name: 'romeo', password: PASSWORD, register: true };
  const loggedIn = await context.request.post(`${server}/v1/web/session`, { data: login, headers });
  assert.equal(loggedIn.status(), 200);
  const file = await context.request.post(`${server}/v1/files?name=a.png`, {
    data: PNG,
    headers: { ...headers, 'content-type': 'image/png' },
  });
  assert.equal(file.status(), 201);
  return ((await file.json()) as { id: string }).id;
}

/** What each way of the hostile page has come to. */
function attack(page: Page, server: string, file: string): Promise<Record<string, string>> {
  return page.evaluate(
    async ([to, lobby, id]) => {
      const outcome = (work: Promise<unknown>): Promise<string> =>
        work.then(
          (value) => String(value),
          () => 'refused',
        );
      const send = (init: RequestInit): Promise<string> =>
        outcome(
          fetch(to + lobby, { method: 'POST', credentials: 'include', ...init }).then(({ type }) => type),
        );
      const body = '{"text":"forged"}';
      const load = (element: HTMLImageElement | HTMLScriptElement, src: string): Promise<string> =>
        new Promise((resolve) => {
          element.onload = () => resolve('loaded');
          element.onerror = () => resolve('refused');
          element.src = src;
          document.body.append(element);
        });
      const form = (type: string): Promise<string> =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe');
          frame.name = `into-${Math.random()}`;
          document.body.append(frame);
          frame.onload = () => resolve('submitted');
          const made = document.createElement('form');
          Object.assign(made, { method: 'POST', action: to + lobby, target: frame.name, enctype: type });
          const field = document.createElement('input');
          Object.assign(field, { name: '{"text":"forged","x":"', value: '"}' });
          made.append(field);
          document.body.append(made);
          made.submit();
        });
      return {
        blind: await send({ mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body }),
        asked: await send({ headers: { 'content-type': 'application/json', 'x-posthorn-web': '1' }, body }),
        form: await form('text/plain'),
        coded: await form('application/x-www-form-urlencoded'),
        read: await outcome(fetch(`${to}/v1/web/session`, { credentials: 'include' })),
        picture: await load(new Image(), `${to}/v1/files/${id}`),
        script: await load(document.createElement('script'), `${to}/v1/sessions`),
        logout: await outcome(
          fetch(`${to}/v1/web/session`, {
            method: 'DELETE',
            credentials: 'include',
            headers: { 'x-posthorn-web': '1' },
          }),
        ),
        socket: await new Promise<string>((resolve) => {
          const socket = new WebSocket(`${to.replace('http', 'ws')}/ws`);
          // It opens, so that it can be told why, and ends.
          socket.onclose = () => resolve('refused');
        }),
      };
    },
    [server, LOBBY, file] as const,
  );
}

it('sends, reads, frames and ends nothing', { skip }, async (t) => {
  const hostile = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Prizes</title><body>');
  });
  await new Promise<void>((resolve) => hostile.listen(0, resolve));
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-forgery-'));
  const place = await startInProcess({ web: 'on', files: { kind: 'directory', directory } });
  const context = await openContext();
  t.after(async () => {
    await context.close();
    hostile.close();
    hostile.closeAllConnections();
    await place.server.close();
    await rm(directory, { recursive: true });
  });
  const server = `http://localhost:${place.server.httpPort}`;
  const file = await prepare(context, server);
  const page = await context.newPage();
  const answers: string[] = [];
  page.on('response', (response) => {
    const request = response.request();
    if (!response.url().startsWith(server)) return;
    answers.push(`${request.method()} ${new URL(response.url()).pathname} ${response.status()}`);
  });
  await page.goto(`http://localhost:${(hostile.address() as AddressInfo).port}/`);
  const outcomes = await attack(page, server, file);
  assert.deepEqual(
    { ...outcomes, blind: '', form: '', coded: '' },
    {
      blind: '',
      asked: 'refused',
      form: '',
      coded: '',
      read: 'refused',
      picture: 'refused',
      script: 'refused',
      logout: 'refused',
      socket: 'refused',
    },
  );
  // Those that arrive are refused.
  const posted = (): string[] => answers.filter((each) => each.startsWith(`POST ${LOBBY}`));
  await until(async () => posted().length >= 3);
  const posts = posted();
  assert.ok(posts.length === 3 && posts.every((each) => each.endsWith(' 403')), answers.join('\n'));

  // No frame around the page, and no hold on its window.
  await page.evaluate((to) => {
    const frame = document.createElement('iframe');
    frame.src = to;
    document.body.append(frame);
  }, `${server}/`);
  await page.waitForFunction(() => [...document.querySelectorAll('iframe')].at(-1)?.contentDocument === null);
  assert.ok(page.frames().every((frame) => !frame.url().startsWith(server)));
  const opening = context.waitForEvent('page');
  const isGone = page.evaluate((to) => {
    const opened = window.open(to);
    return new Promise<boolean>((resolve) => {
      const look = (): void => {
        if (opened?.closed === true) resolve(true);
        else requestAnimationFrame(look);
      };
      look();
    });
  }, `${server}/`);
  const real = await opening;
  await real.waitForLoadState();
  assert.ok(await isGone, 'its opener sees it as closed');

  // The real page is still logged in, and nothing was said.
  await real.getByRole('navigation', { name: 'Conversations' }).waitFor();
  const said = await context.request.get(`${server}${LOBBY}`);
  assert.equal(said.status(), 200);
  assert.doesNotMatch(await said.text(), /forged/);
});
