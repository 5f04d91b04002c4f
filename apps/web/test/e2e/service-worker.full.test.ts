/** The service worker in a browser: the page without a server, notifications of pushes, and new versions. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { after, describe, it } from 'node:test';
import type { CDPSession, Page } from 'playwright-core';
import { NOTICES_LOCK } from '../../src/notices/notices.ts';
import { ownPage } from './support/builds.ts';
import { until } from './support/moments.ts';
import { closeBrowser, skip, Stage } from './support/stage.ts';
import type { Person } from './support/person.ts';
import { controlled, kept } from './support/shell.ts';

after(closeBrowser);

/** What a page shows of notifications. */
interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

/** Takes turns with the page and its worker, as they do with each other. */
function shownIn(page: Page): Promise<readonly Shown[]> {
  return page.evaluate(async (lock) => {
    const registration = await navigator.serviceWorker.ready;
    const notices = await navigator.locks.request(lock, () => registration.getNotifications());
    return notices.map(({ title, body, tag }) => ({ title, body, tag }));
  }, NOTICES_LOCK);
}

/** Delivers pushes as a browser's push service does. */
class PushDelivery {
  readonly #devtools: CDPSession;
  readonly #origin: string;
  readonly #registration: Promise<string>;

  constructor(devtools: CDPSession, origin: string) {
    this.#devtools = devtools;
    this.#origin = origin;
    this.#registration = new Promise((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [found] = registrations;
        if (found !== undefined) resolve(found.registrationId);
      });
    });
  }

  static async open(person: Person, origin: string): Promise<PushDelivery> {
    const devtools = await person.devtools();
    const delivery = new PushDelivery(devtools, origin);
    await devtools.send('ServiceWorker.enable');
    return delivery;
  }

  async push(payload: object): Promise<void> {
    await this.#devtools.send('ServiceWorker.deliverPushMessage', {
      origin: this.#origin,
      registrationId: await this.#registration,
      data: JSON.stringify(payload),
    });
  }
}

/**
 * Clicks on the notification that is shown. The DevTools protocol of Chromium delivers pushes to a service worker, and has nothing for
 * clicks; without a screen there is no notification that a mouse could reach. So the event is made inside of the real worker, with the
 * real notification. What the browser grants only to a click of a person is not tested here: bringing a page to the front, and opening
 * one where there is none (src/sw/worker.test.ts has that).
 */
async function click({ context }: Person): Promise<void> {
  const [worker] = context.serviceWorkers();
  assert.ok(worker !== undefined);
  await worker.evaluate(async (lock) => {
    // As the types of pages know it.
    const scope = globalThis as unknown as ServiceWorkerScope;
    const [notification] = await navigator.locks.request(lock, () => scope.registration.getNotifications());
    const event = Object.assign(new Event('notificationclick'), { notification, waitUntil: () => undefined });
    scope.dispatchEvent(event);
  }, NOTICES_LOCK);
}

interface ServiceWorkerScope extends EventTarget {
  readonly registration: ServiceWorkerRegistration;
}

const HI = {
  type: 'message',
  conversation: 404,
  seq: 9,
  time: 1,
  unread: 1,
  badge: 1,
  sender: 'Juliet',
  kind: 'text',
  body: 'But soft',
  read: [],
};

describe('the service worker', { skip }, () => {
  it('opens the page without a server', async (t) => {
    const stage = await Stage.open(t, { process: true, hasWorkers: true });
    const romeo = await stage.person('romeo');
    await controlled(romeo);
    await kept(romeo);
    stage.faults.allowNetwork();
    await stage.server?.kill();
    await romeo.open('/settings');
    await romeo.page.locator('#root > *').first().waitFor();
    const response = await romeo.page.reload();
    assert.equal(response?.fromServiceWorker(), true);
    assert.match(response.headers()['content-security-policy'] ?? '', /require-trusted-types-for/);
    await romeo.list.waitFor();
  });

  it('shows what a push says, once, and takes it back', async (t) => {
    const stage = await Stage.open(t, { hasWorkers: true });
    const romeo = await stage.person('romeo');
    await romeo.context.grantPermissions(['notifications'], { origin: stage.url });
    await controlled(romeo);
    const delivery = await PushDelivery.open(romeo, stage.url);
    const { page } = romeo;
    await delivery.push(HI);
    const first = [{ title: 'Juliet', body: 'But soft', tag: 'c404' }];
    await until(async () => isDeepStrictEqual(await shownIn(page), first));
    await delivery.push({ ...HI, seq: 10, unread: 2, title: 'Verona', body: 'again' });
    await until(async () => (await shownIn(page))[0]?.title === 'Verona (2)');
    assert.equal((await shownIn(page)).length, 1);
    await delivery.push({ type: 'read', conversation: 404, badge: 0, read: [[404, 10]] });
    await until(async () => (await shownIn(page)).length === 0);
  });

  it('opens what a notification tells of in the page that is there', async (t) => {
    const stage = await Stage.open(t, { hasWorkers: true });
    const juliet = await stage.client('juliet');
    const romeo = await stage.person('romeo');
    const { conversation, seq } = await juliet.send({ to: 'romeo' }, 'But soft').done;
    await romeo.context.grantPermissions(['notifications'], { origin: stage.url });
    await controlled(romeo);
    const delivery = await PushDelivery.open(romeo, stage.url);
    const { page } = romeo;
    await delivery.push({ ...HI, conversation, seq });
    await until(async () => (await shownIn(page)).length === 1);
    await click(romeo);
    await romeo.sees('But soft');
    assert.match(new URL(page.url()).pathname, new RegExp(`^/c/${conversation}(/${seq})?$`));
    await until(async () => (await shownIn(page)).length === 0);
    const asked = { type: 'contact', conversation: 404, seq: 5, time: 1, requests: 1, badge: 1, read: [] };
    await delivery.push({ ...asked, user: 'juliet', sender: 'Juliet', body: 'We have met' });
    await until(async () => (await shownIn(page))[0]?.title === 'Contact request');
    await click(romeo);
    await page.waitForURL((url) => url.pathname === '/u/juliet');
  });

  it('13: shows one notification for three tabs, which goes when it is read elsewhere', async (t) => {
    const stage = await Stage.open(t, { hasWorkers: true });
    const [juliet, phone] = [await stage.client('juliet'), await stage.client('romeo')];
    const sent = await juliet.send({ to: 'romeo' }, 'O Romeo, Romeo!').done;
    const { conversation } = sent;
    await phone.call('moveCursors', { cursors: [{ conversation, read: sent.seq }] });
    const romeo = await stage.stranger('romeo');
    await romeo.context.grantPermissions(['notifications'], { origin: stage.url });
    // Pages of tests are in it; notifications are shown all the same.
    stage.faults.allow(/does not support the Push API in incognito mode/);
    await romeo.context.addInitScript(() => {
      // As when another window is in front.
      Object.defineProperty(document, 'hasFocus', { value: () => false });
    });
    await stage.logIn(romeo);
    await romeo.open();
    await romeo.page.evaluate(() => localStorage.setItem('posthorn/alerts', 'on'));
    const tabs = [romeo, await romeo.tab(), await romeo.tab()];
    for (const tab of tabs) await tab.conversation('juliet').waitFor();
    await controlled(romeo);
    const { page } = romeo;
    const more = await juliet.send({ conversation }, 'wherefore art thou Romeo?').done;
    const expected = [{ title: 'juliet', body: 'wherefore art thou Romeo?', tag: `c${conversation}` }];
    // It may be shown again by the same tag when more is known.
    await until(async () => isDeepStrictEqual(await shownIn(page), expected));
    await phone.call('moveCursors', { cursors: [{ conversation, read: more.seq }] });
    await until(async () => (await shownIn(page)).length === 0);
  });

  it('tells of a contact request while another window is in front', async (t) => {
    const stage = await Stage.open(t, { hasWorkers: true });
    const [nurse, phone] = [await stage.client('nurse'), await stage.client('romeo')];
    const romeo = await stage.stranger('romeo');
    await romeo.context.grantPermissions(['notifications'], { origin: stage.url });
    stage.faults.allow(/does not support the Push API in incognito mode/);
    await romeo.context.addInitScript(() => {
      Object.defineProperty(document, 'hasFocus', { value: () => false });
      localStorage.setItem('posthorn/alerts', 'on');
    });
    await stage.logIn(romeo);
    await romeo.open();
    const { page } = romeo;
    await romeo.list.getByRole('link', { name: /^Notices/ }).waitFor();
    await controlled(romeo);
    const { users } = await nurse.call('getUsers', { names: ['romeo'] });
    await nurse.call('addContact', { user: users[0]?.id ?? 0, text: 'It is me' });
    await until(async () => {
      const [notice] = await shownIn(page);
      return notice?.title === 'Contact request' && notice.body === 'nurse: It is me';
    });
    const [inbox] = (await phone.call('listConversations', {})).conversations.filter(
      ({ kind }) => kind === 'inbox',
    );
    assert.ok(inbox !== undefined);
    await phone.call('moveCursors', { cursors: [{ conversation: inbox.id, read: inbox.head }] });
    await until(async () => (await shownIn(page)).length === 0);
  });

  it('takes a new version when the user says so, and not before', async (t) => {
    const folder = await ownPage(t);
    const stage = await Stage.open(t, { process: true, options: ['--web', folder], hasWorkers: true });
    const romeo = await stage.person('romeo');
    await controlled(romeo);
    const { page } = romeo;
    const script = join(folder, 'sw.js');
    await writeFile(
      script,
      (await readFile(script, 'utf8')).replace(/version:`[^`]*`|version:"[^"]*"/, 'version:"next"'),
    );
    const index = join(folder, 'index.html');
    await writeFile(index, (await readFile(index, 'utf8')).replace('<title>', '<meta name="next" /><title>'));
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const button = page.getByRole('button', { name: /Reload|Update/ });
    await button.waitFor();
    await page.reload();
    assert.equal(await page.locator('meta[name=next]').count(), 0);
    await button.waitFor();
    await Promise.all([page.waitForEvent('load'), button.click()]);
    assert.equal(await page.locator('meta[name=next]').count(), 1);
    await romeo.list.waitFor();
    assert.equal(await button.count(), 0);
  });
});
