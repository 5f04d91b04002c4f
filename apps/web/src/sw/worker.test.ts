/** Notifications: one for each conversation, however often it is told, and only where nobody looks. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import { closeAll, closeNotices, showNotice } from '../notices/notices.ts';
import { newsIn } from '../notices/payload.ts';
import type { Looking, ToPage } from '../notices/talk.ts';
import { ENGLISH, noticeText } from '../notices/words.ts';
import { Worker } from './worker.ts';

const SCOPE = 'https://chat.example/';

class FakeNotice {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly data: unknown;
  readonly #close: () => void;

  constructor(title: string, options: NotificationOptions, close: (notice: FakeNotice) => void) {
    this.title = title;
    this.body = options.body ?? '';
    this.tag = options.tag ?? '';
    this.data = options.data;
    this.#close = () => close(this);
  }

  close(): void {
    this.#close();
  }
}

/** A page of the user. `shown`: what it answers when it is asked; undefined: nothing at all. */
class FakePage {
  visibilityState = 'visible';
  focused = true;
  readonly opened: string[] = [];
  readonly #shown: Looking | undefined;

  constructor(shown?: Looking) {
    this.#shown = shown;
  }

  postMessage(said: ToPage, [port]: readonly MessagePort[] = []): void {
    if (said.type === 'open') this.opened.push(said.url);
    else if (this.#shown !== undefined) port?.postMessage(this.#shown);
  }

  focus(): Promise<this> {
    return Promise.resolve(this);
  }
}

/** The global scope of a service worker, as far as it is used. */
class FakeScope extends EventTarget {
  readonly shown: FakeNotice[] = [];
  readonly alerts: string[] = [];
  readonly windows: string[] = [];
  readonly sent: { readonly url: string; readonly init: RequestInit }[] = [];
  readonly badges: number[] = [];
  readonly #kept = new Map<string, Response>();
  readonly #appearing = new Set<FakeNotice>();
  pages: FakePage[] = [];
  service = 'fcm.googleapis.com';
  skipped = 0;
  readonly location = new URL('sw.js', SCOPE);
  readonly navigator = { setAppBadge: (count: number) => Promise.resolve(void this.badges.push(count)) };
  readonly clients = {
    matchAll: () => Promise.resolve(this.pages),
    openWindow: (url: string) => Promise.resolve(void this.windows.push(url)),
    claim: () => Promise.resolve(),
  };
  readonly caches = {
    open: () =>
      Promise.resolve({
        match: (url: string) => Promise.resolve(this.#kept.get(url)?.clone()),
        put: (url: string, answer: Response) => Promise.resolve(void this.#kept.set(url, answer)),
      }),
  };
  readonly registration = {
    scope: SCOPE,
    pushManager: {
      subscribe: () => Promise.resolve(subscription('new')),
      getSubscription: () => Promise.resolve({ endpoint: `https://${this.service}/x` }),
    },
    showNotification: async (title: string, options: NotificationOptions = {}) => {
      const notice = new FakeNotice(title, options, (gone) => this.#remove(gone));
      this.#remove(this.shown.find(({ tag }) => tag === notice.tag && tag !== ''));
      this.shown.push(notice);
      this.alerts.push(title);
      this.#appearing.add(notice);
      await immediate();
      this.#appearing.delete(notice);
    },
    // As Chromium does: what is being shown by then is never listed again.
    getNotifications: ({ tag }: GetNotificationOptions = {}) => {
      for (const notice of this.#appearing) this.#remove(notice);
      return Promise.resolve(this.shown.filter((notice) => tag === undefined || notice.tag === tag));
    },
  };

  skipWaiting(): Promise<void> {
    this.skipped++;
    return Promise.resolve();
  }

  fetch(url: string, init: RequestInit = {}): Promise<Response> {
    this.sent.push({ url, init });
    return Promise.resolve(new Response('{}'));
  }

  async tell(type: string, parts: object): Promise<void> {
    const works: Promise<unknown>[] = [];
    const event = Object.assign(new Event(type), parts, {
      waitUntil: (work: Promise<unknown>) => void works.push(work),
    });
    this.dispatchEvent(event);
    await Promise.all(works);
  }

  push(payload: unknown): Promise<void> {
    return this.tell('push', { data: { json: () => payload } });
  }

  #remove(notice: FakeNotice | undefined): void {
    if (notice !== undefined && this.shown.includes(notice)) this.shown.splice(this.shown.indexOf(notice), 1);
  }
}

function subscription(name: string): object {
  return {
    options: { userVisibleOnly: true },
    toJSON: () => ({ endpoint: `https://push.example/${name}`, keys: { p256dh: 'P', auth: 'A' } }),
  };
}

function worker(): FakeScope {
  const scope = new FakeScope();
  // The fake has what is used of the real one.
  const self = scope as unknown as ConstructorParameters<typeof Worker>[0];
  new Worker(self, { version: '1', now: [], later: [] }).listen();
  return scope;
}

const HI = {
  type: 'message',
  conversation: 4,
  seq: 9,
  time: 1,
  mention: false,
  unread: 1,
  badge: 1,
  sender: 'Juliet',
  kind: 'text',
  body: 'But soft',
  read: [],
};

describe('a push', () => {
  it('is shown, and the next one of the conversation in its place', async () => {
    const scope = worker();
    await scope.push(HI);
    await scope.push({ ...HI, seq: 10, unread: 2, title: 'Verona', body: 'again' });
    await scope.push({ ...HI, conversation: 5, body: undefined, kind: 'picture' });
    assert.deepEqual(
      scope.shown.map(({ title, body, tag }) => [title, body, tag]),
      [
        ['Verona (2)', 'Juliet: again', 'c4'],
        ['Juliet', 'Picture', 'c5'],
      ],
    );
    assert.deepEqual(scope.badges, [1, 1, 1]);
  });

  it('that comes twice, or that a page has shown, alerts once', async () => {
    const scope = worker();
    await scope.push(HI);
    await scope.push(HI);
    assert.deepEqual(scope.alerts, ['Juliet']);
    const page = scope.registration as unknown as Parameters<typeof showNotice>[0];
    const news = newsIn({ ...HI, conversation: 6 })?.message;
    assert.ok(news !== undefined);
    await showNotice(page, news, { words: ENGLISH });
    await scope.push({ ...HI, conversation: 6 });
    assert.equal(scope.alerts.length, 2);
  });

  it('is not forgotten when something else is shown or closed meanwhile', async () => {
    const scope = worker();
    const page = scope.registration as unknown as Parameters<typeof closeNotices>[0];
    await Promise.all([
      scope.push(HI),
      closeNotices(page, [[9, 9]]),
      scope.push({ ...HI, conversation: 5 }),
      scope.push(undefined),
      closeNotices(page, [[9, 9]]),
    ]);
    assert.deepEqual(scope.shown.map(({ tag }) => tag).toSorted(), ['c4', 'c5', 'new']);
    await Promise.all([scope.push({ ...HI, seq: 10 }), closeAll(page)]);
    await closeAll(page);
    assert.deepEqual(scope.shown, []);
  });

  it('is not shown where the user looks at the conversation, and is everywhere else', async () => {
    const scope = worker();
    scope.pages = [new FakePage({ conversation: 4 })];
    await scope.push(HI);
    assert.deepEqual(scope.shown, []);
    scope.pages = [new FakePage({ conversation: 5 })];
    await scope.push(HI);
    assert.equal(scope.shown.length, 1);
    const hidden = new FakePage({ conversation: 7 });
    hidden.focused = false;
    // One that is frozen does not answer.
    scope.pages = [hidden, new FakePage()];
    await scope.push({ ...HI, conversation: 7 });
    assert.equal(scope.shown.length, 2);
    assert.deepEqual(scope.badges, []);
  });

  it('shows something each time where the browser ends the subscription otherwise', async () => {
    const scope = worker();
    scope.service = 'web.push.apple.com';
    await scope.push(HI);
    await scope.push(HI);
    assert.deepEqual([scope.alerts.length, scope.shown.length], [2, 1]);
    scope.pages = [new FakePage({ conversation: 4 })];
    await scope.push({ ...HI, seq: 10 });
    assert.deepEqual([scope.alerts.length, scope.shown.length], [3, 0]);
  });

  it('takes back what was read elsewhere', async () => {
    const scope = worker();
    await scope.push(HI);
    await scope.push({ ...HI, conversation: 5, seq: 3 });
    await scope.push({
      type: 'read',
      conversation: 4,
      badge: 1,
      read: [
        [4, 8],
        [5, 3],
      ],
    });
    assert.deepEqual(
      scope.shown.map(({ tag }) => tag),
      ['c4'],
    );
    await scope.push({ ...HI, conversation: 6, read: [[4, 9]] });
    assert.deepEqual(
      scope.shown.map(({ tag }) => tag),
      ['c6'],
    );
    const page = scope.registration as unknown as Parameters<typeof closeNotices>[0];
    await closeNotices(page, [[6, 9]]);
    assert.deepEqual(scope.shown, []);
  });

  it('tells who asks to be a contact; a click opens their page, and it goes when there is an answer', async () => {
    const scope = worker();
    const asked = { type: 'contact', conversation: 2, seq: 5, time: 1, requests: 2, badge: 1, read: [] };
    await scope.push({ ...asked, user: 'juliet', sender: 'Juliet', body: 'We met' });
    const [notification] = scope.shown;
    assert.deepEqual([notification?.title, notification?.body], ['Contact request (2)', 'Juliet: We met']);
    await scope.tell('notificationclick', { notification });
    assert.deepEqual(scope.windows, ['https://chat.example/u/juliet']);
    await scope.push({ ...asked, requests: 1 });
    assert.deepEqual(
      scope.shown.map(({ title, body }) => [title, body]),
      [['Contact request', '']],
    );
    await scope.push({ type: 'read', conversation: 2, badge: 0, read: [[2, 5]] });
    assert.deepEqual(scope.shown, []);
  });

  it('that cannot be understood says that there is something', async () => {
    const scope = worker();
    for (const payload of [undefined, null, 1, 'x', {}, { type: 'other' }, { type: 'message', seq: 'x' }])
      await scope.push(payload);
    assert.deepEqual(
      scope.shown.map(({ title }) => title),
      ['New message'],
    );
  });
});

describe('a notification', () => {
  it('opens the message, in a page that is there or in a new one', async () => {
    const scope = worker();
    await scope.push(HI);
    const [notification] = scope.shown;
    await scope.tell('notificationclick', { notification });
    assert.deepEqual(scope.windows, ['https://chat.example/c/4/9']);
    assert.deepEqual(scope.shown, []);
    const [other, page] = [new FakePage(), new FakePage()];
    other.focused = false;
    scope.pages = [other, page];
    await scope.tell('notificationclick', { notification });
    assert.deepEqual([other.opened, page.opened], [[], ['https://chat.example/c/4/9']]);
    assert.equal(scope.windows.length, 1);
  });

  it('reads as a page has said', async () => {
    const scope = worker();
    await scope.tell('message', { data: { type: 'words', words: { newMessage: '新消息' } } });
    await scope.push({ ...HI, sender: undefined, kind: undefined, body: undefined });
    assert.deepEqual(
      scope.shown.map(({ title, body }) => [title, body]),
      [['新消息', '']],
    );
  });

  it('says what it may', () => {
    const text = (parts: object): readonly string[] => {
      const news = newsIn({ ...HI, ...parts })?.message;
      assert.ok(news !== undefined);
      const { title, body } = noticeText(news, ENGLISH);
      return [title, body];
    };
    assert.deepEqual(text({ unread: 3 }), ['Juliet (3)', 'But soft']);
    assert.deepEqual(text({ kind: undefined, body: undefined }), ['Juliet', 'New message']);
    assert.deepEqual(text({ kind: 'poll', body: 'Tea?', title: 'Verona' }), ['Verona', 'Juliet: Poll: Tea?']);
    assert.deepEqual(text({ kind: 'of a later version', body: undefined }), ['Juliet', 'New message']);
    const bare = { kind: undefined, body: undefined, sender: undefined, unread: 3 };
    assert.deepEqual(text(bare), ['New message', '']);
  });
});

describe('a service worker', () => {
  it('takes over when it is told to, and not before', async () => {
    const scope = worker();
    assert.equal(scope.skipped, 0);
    await scope.tell('message', { data: { type: 'take-over' } });
    assert.equal(scope.skipped, 1);
  });

  it('tells the server of a subscription that the browser has changed', async () => {
    const scope = worker();
    await scope.tell('pushsubscriptionchange', { oldSubscription: subscription('old') });
    await scope.tell('pushsubscriptionchange', {});
    const [{ url, init } = { url: '', init: {} }, ...others] = scope.sent;
    assert.deepEqual(others, []);
    assert.equal(url, 'https://chat.example/v1/me/push');
    assert.equal(init.method, 'PUT');
    assert.equal(init.body, '{"endpoint":"https://push.example/new","p256dh":"P","auth":"A"}');
  });
});
