/**
 * Notifications while a page is open, and what goes when it was read: in one tab alone, the one that leads.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Incoming } from '@posthorn/client';
import type { ConversationInfo, Engine } from '@posthorn/client/engine';
import type { Conversation } from '@posthorn/protocol';
import { isContactRequest } from '../model/contact-request.ts';
import { closeNotices, showNotice } from '../notices/notices.ts';
import type { Looking, ToPage, ToWorker } from '../notices/talk.ts';
import { contactNewsOf, newsOf, noticeWords } from './news.ts';
import { areAlertsOn, pushContent, renewPush } from './push.ts';
import { activeWorker } from './service-worker.ts';

export interface AlertsOptions {
  readonly engine: Engine;
  readonly i18n: I18n;
  /** The conversation that is shown; undefined: none. */
  readonly shown: () => number | undefined;
  /** Goes to a URL of this page, without loading it. */
  readonly open: (url: URL) => void;
}

/** What changes at once is looked at once. */
const CALM_MS = 200;

/** Returns a function that ends it. */
export function startAlerts(options: AlertsOptions): () => void {
  const { engine, i18n, shown, open } = options;
  const ends = new AbortController();
  const { signal } = ends;
  const stops = [
    engine.onAlert((message) => void alert(options, message).catch(() => undefined)),
    calmly(engine.conversations, () => void tidy(engine)),
    whenOnline(engine, () => void renewPush(engine).catch(() => undefined)),
    i18n.on('change', () => void sayWords(i18n)),
  ];
  void sayWords(i18n);
  if ('serviceWorker' in navigator) {
    const heard = (event: MessageEvent<ToPage>): void => hear(event, shown, open);
    navigator.serviceWorker.addEventListener('message', heard, { signal });
    // Without it messages wait until the page has been loaded.
    navigator.serviceWorker.startMessages();
  }
  return () => {
    ends.abort();
    for (const stop of stops) stop();
  };
}

/** Rejects when the server cannot be asked for what there is to say. */
async function alert({ engine, i18n, shown }: AlertsOptions, message: Incoming): Promise<void> {
  const wanted = pushContent(engine);
  if (!areAlertsOn() || wanted === 'none') return;
  const isRequest = isContactRequest(message);
  // A page that is looked at shows requests itself.
  if (isRequest ? isFocused() : isLookedAt(message.conversation, shown)) return;
  const news = isRequest
    ? await contactNewsOf(engine, message, wanted)
    : newsOf(engine, i18n, message, wanted);
  if (news === undefined) return;
  await withWorker((registration) => showNotice(registration, news, { words: noticeWords(i18n) }));
}

function hear(event: MessageEvent<ToPage>, shown: AlertsOptions['shown'], open: AlertsOptions['open']): void {
  const { data, ports } = event;
  if (data.type === 'open') return open(new URL(data.url));
  const conversation = document.hasFocus() ? shown() : undefined;
  ports[0]?.postMessage({ conversation } satisfies Looking);
}

function isLookedAt(conversation: number, shown: AlertsOptions['shown']): boolean {
  return isFocused() && shown() === conversation;
}

function isFocused(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Closes what was read, and counts on the icon what was not. */
async function tidy(engine: Engine): Promise<void> {
  const all = [...engine.conversations.get().values()];
  const read = all.filter(isRead).map(({ id, head }) => [id, head] as const);
  await withWorker((registration) => closeNotices(registration, read));
  if (!('setAppBadge' in navigator)) return;
  await navigator.setAppBadge(all.filter(hasNews).length).catch(() => undefined);
}

/** What happens in an inbox does not count, and is read by the cursor. */
function isRead({ kind, unread, head, read }: ConversationInfo): boolean {
  return kind === 'inbox' ? head <= read : unread === 0;
}

/** Whether a conversation asks for the user. */
export function hasNews({ unread, muted }: Pick<Conversation, 'unread' | 'muted'>): boolean {
  return unread > 0 && !muted;
}

async function sayWords(i18n: I18n): Promise<void> {
  const words = noticeWords(i18n);
  await withWorker((registration) => {
    registration.active?.postMessage({ type: 'words', words } satisfies ToWorker);
    return Promise.resolve();
  });
}

/** Without a service worker, or when the browser refuses, nothing is shown. */
async function withWorker(run: (registration: ServiceWorkerRegistration) => Promise<void>): Promise<void> {
  const registration = await activeWorker();
  if (registration !== undefined) await run(registration).catch(() => undefined);
}

/** Runs once now, and a moment after changes. */
function calmly(watched: Pick<Engine['conversations'], 'subscribe'>, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      run();
    }, CALM_MS);
  };
  soon();
  const stop = watched.subscribe(soon);
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** Runs once, as soon as the engine is connected. */
function whenOnline({ status }: Engine, run: () => void): () => void {
  let isDone = false;
  const look = (): void => {
    if (isDone || status.get().connection !== 'online') return;
    isDone = true;
    run();
  };
  look();
  return status.subscribe(look);
}
