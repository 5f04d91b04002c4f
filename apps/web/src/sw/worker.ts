/**
 * What the service worker does with each event.
 *
 * @module
 */
import { closeNotices, showNotice, showThatThereIsOne, urlOf } from '../notices/notices.ts';
import { newsIn } from '../notices/payload.ts';
import type { ContactNews, MessageNews } from '../notices/payload.ts';
import { Shell } from './shell.ts';
import type { ShellFiles } from './shell.ts';
import type { Looking, ToPage, ToWorker } from '../notices/talk.ts';
import { ENGLISH } from '../notices/words.ts';
import type { NoticeWords } from '../notices/words.ts';

/** A page that is busy for longer is not looked at. */
const ANSWER_MS = 500;
const PUSH_URL = 'v1/me/push';

export class Worker {
  readonly #self: ServiceWorkerGlobalScope;
  readonly #shell: Shell;
  readonly #scope: URL;

  constructor(self: ServiceWorkerGlobalScope, files: ShellFiles) {
    this.#self = self;
    this.#scope = new URL(self.registration.scope);
    const { caches } = self;
    this.#shell = new Shell({ files, scope: this.#scope, caches, fetch: (...given) => self.fetch(...given) });
  }

  listen(): void {
    const worker = this.#self;
    worker.addEventListener('install', (event) => event.waitUntil(this.#shell.install()));
    worker.addEventListener('activate', (event) => event.waitUntil(this.#activate()));
    worker.addEventListener('fetch', (event) => {
      const answer = this.#shell.answer(event.request, (work) => event.waitUntil(work));
      if (answer !== undefined) event.respondWith(answer);
    });
    worker.addEventListener('message', (event) => event.waitUntil(this.#hear(event.data as ToWorker)));
    worker.addEventListener('push', (event) => event.waitUntil(this.#push(event.data)));
    worker.addEventListener('notificationclick', (event) => {
      event.notification.close();
      event.waitUntil(this.#open(urlOf(worker.registration, event.notification)));
    });
    worker.addEventListener('pushsubscriptionchange', (event) => {
      event.waitUntil(this.#subscribeAgain(event));
    });
  }

  async #activate(): Promise<void> {
    await this.#shell.activate();
    await this.#self.clients.claim();
  }

  async #hear(said: ToWorker): Promise<void> {
    if (said.type === 'take-over') return this.#self.skipWaiting();
    // What is missing then comes from the network.
    if (said.type === 'fill') return this.#shell.fill().catch(() => undefined);
    const { cache, key } = await this.#wordsPlace();
    await cache.put(key, new Response(JSON.stringify(said.words)));
  }

  async #push(data: PushMessageData | null): Promise<void> {
    const news = newsIn(jsonIn(data));
    const place = this.#self.registration;
    const words = await this.#words();
    // Whoever subscribes owes the user a notification for each push.
    if (news === undefined) return showThatThereIsOne(place, words);
    await closeNotices(place, news.read);
    const told = news.message ?? news.contact;
    if (told !== undefined) await this.#show(told, words);
    if (news.badge !== undefined) await this.#setBadge(news.badge);
  }

  async #show(message: MessageNews | ContactNews, words: NoticeWords): Promise<void> {
    const place = this.#self.registration;
    const always = await this.#mustShow();
    const isLookedAt = await this.#isLookedAt(message);
    if (isLookedAt && !always) return;
    await showNotice(place, message, { words, always });
    if (isLookedAt) await closeNotices(place, [[message.conversation, message.seq]]);
  }

  /** Safari ends a subscription after three pushes that have shown nothing, whatever the user looks at. */
  async #mustShow(): Promise<boolean> {
    const subscription = await this.#self.registration.pushManager.getSubscription();
    return subscription !== null && new URL(subscription.endpoint).hostname.endsWith('.push.apple.com');
  }

  async #setBadge(count: number): Promise<void> {
    // A page that is open knows better.
    const pages = await this.#self.clients.matchAll({ type: 'window' });
    if (pages.length > 0 || !('setAppBadge' in this.#self.navigator)) return;
    await this.#self.navigator.setAppBadge(count).catch(() => undefined);
  }

  /** Whether the user sees the conversation already. */
  async #isLookedAt({ conversation }: MessageNews | ContactNews): Promise<boolean> {
    const pages = await this.#self.clients.matchAll({ type: 'window' });
    const seen = pages.filter((page) => page.visibilityState === 'visible' && page.focused);
    const answers = await Promise.all(seen.map((page) => this.#ask(page)));
    return answers.includes(conversation);
  }

  #ask(page: WindowClient): Promise<number | undefined> {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(undefined), ANSWER_MS);
    port1.onmessage = ({ data }: MessageEvent<Looking>) => resolve(data.conversation);
    page.postMessage({ type: 'looking' } satisfies ToPage, [port2]);
    return promise.finally(() => {
      clearTimeout(timer);
      port1.close();
    });
  }

  /** In a page that is there, or in a new one. */
  async #open(url: string): Promise<void> {
    const pages = await this.#self.clients.matchAll({ type: 'window' });
    const page = pages.find(({ focused }) => focused) ?? pages[0];
    if (page === undefined) return void (await this.#self.clients.openWindow(url));
    page.postMessage({ type: 'open', url } satisfies ToPage);
    await page.focus();
  }

  /** The browser has ended the subscription: the server gets another one. */
  async #subscribeAgain(event: Event): Promise<void> {
    const { oldSubscription, newSubscription } = event as Event & {
      readonly oldSubscription?: PushSubscription | null;
      readonly newSubscription?: PushSubscription | null;
    };
    const options = oldSubscription?.options;
    const made =
      newSubscription ??
      (options === undefined ? undefined : await this.#self.registration.pushManager.subscribe(options));
    const { endpoint, keys } = made?.toJSON() ?? {};
    if (keys === undefined) return;
    await this.#self.fetch(new URL(PUSH_URL, this.#server).href, {
      method: 'PUT',
      credentials: 'include',
      headers: { 'content-type': 'application/json', 'x-posthorn-web': '1' },
      body: JSON.stringify({ endpoint, p256dh: keys['p256dh'], auth: keys['auth'] }),
    });
  }

  /** The page names it when it lies elsewhere than the page. */
  get #server(): URL {
    const given = new URL(this.#self.location.href).searchParams.get('server');
    return given === null ? this.#scope : new URL(given.endsWith('/') ? given : `${given}/`);
  }

  async #words(): Promise<NoticeWords> {
    const { cache, key } = await this.#wordsPlace();
    const found = await cache.match(key);
    return found === undefined ? ENGLISH : { ...ENGLISH, ...((await found.json()) as Partial<NoticeWords>) };
  }

  async #wordsPlace(): Promise<{ readonly cache: Cache; readonly key: string }> {
    const cache = await this.#self.caches.open(`posthorn${this.#scope.pathname}words`);
    return { cache, key: new URL('words.json', this.#scope).href };
  }
}

function jsonIn(data: PushMessageData | null): unknown {
  try {
    return data?.json();
  } catch {
    return undefined;
  }
}
