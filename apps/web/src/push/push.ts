/**
 * Notifications of this browser: on or off, and what they show.
 *
 * @module
 */
import type { Engine } from '@posthorn/client/engine';
import { closeAll } from '../notices/notices.ts';
import { readLocal, writeLocal } from '../ui/local-store.ts';
import { activeWorker, startServiceWorker } from './service-worker.ts';

/**
 * - `unsupported`: this browser has none.
 * - `needs-install`: this browser has them once the page is on the home screen (iPhone and iPad).
 * - `denied`: the user has told the browser to refuse them.
 * - `off`, `on`: the user's choice for this browser.
 * - `while-open`: on, but only while a page is open: the server sends no pushes, or the browser takes none.
 */
export type PushState = 'unsupported' | 'needs-install' | 'denied' | 'off' | 'on' | 'while-open';

/** What a notification shows: the words; who and where; only that there is something. `none`: there are none anywhere. */
export type PushContent = 'all' | 'sender' | 'new' | 'none';

export const PUSH_CONTENTS: readonly PushContent[] = ['all', 'sender', 'new', 'none'];

const CONTENT_KEY = 'push/content';
/** Of this browser alone. */
const ENABLED_KEY = 'posthorn/alerts';

/** Whether the user wants notifications at this browser, and it shows them. */
export function areAlertsOn(): boolean {
  return (
    'Notification' in globalThis && Notification.permission === 'granted' && readLocal(ENABLED_KEY) === 'on'
  );
}

export async function pushState(): Promise<PushState> {
  if (!('Notification' in globalThis) || !('serviceWorker' in navigator)) return notYet();
  if (Notification.permission === 'denied') return 'denied';
  if (!areAlertsOn()) return 'off';
  return (await subscription()) === null ? 'while-open' : 'on';
}

/**
 * Asks the user, and subscribes. Call it from a click: browsers ask only then. Rejects with what the server refuses; then
 * notifications are shown while a page is open.
 */
export async function enablePush(engine: Engine): Promise<PushState> {
  if (!('Notification' in globalThis) || !('serviceWorker' in navigator)) return notYet();
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  writeLocal(ENABLED_KEY, 'on');
  await subscribe(engine);
  return pushState();
}

/** No more notifications at this browser. Those that are shown go. */
export async function disablePush(engine: Engine): Promise<PushState> {
  writeLocal(ENABLED_KEY, 'off');
  await forgetPush();
  await engine.call('unsubscribePush', {});
  return pushState();
}

/** Ends the browser's subscription without the server, as when the session is over. Never rejects. */
export async function forgetPush(): Promise<void> {
  const registration = await startServiceWorker();
  if (registration === undefined) return;
  await closeAll(registration).catch(() => undefined);
  await (await subscription())?.unsubscribe().catch(() => undefined);
  if ('clearAppBadge' in navigator) await navigator.clearAppBadge().catch(() => undefined);
}

/**
 * Tells the server of the subscription that this browser has now: it may have changed, or the session is another one. Call
 * it once the engine is online.
 */
export async function renewPush(engine: Engine): Promise<void> {
  if (areAlertsOn()) await subscribe(engine);
}

/** What notifications show, at all browsers of the user. */
export function pushContent(engine: Engine): PushContent {
  const value = engine.mine.at(CONTENT_KEY);
  return PUSH_CONTENTS.find((each) => each === value) ?? 'all';
}

export function setPushContent(engine: Engine, content: PushContent): Promise<void> {
  return engine.setMine(CONTENT_KEY, content === 'all' ? undefined : content);
}

async function subscribe(engine: Engine): Promise<void> {
  const registration = await activeWorker();
  if (registration === undefined || !('pushManager' in registration)) return;
  const { publicKey } = await engine.call('getPush', {});
  if (publicKey === '') return;
  const made = await subscribeTo(registration.pushManager, bytesOf(publicKey)).catch(() => undefined);
  // The browser has no push service, or cannot reach it: notifications are shown while a page is open.
  const { endpoint = '', keys = {} } = made?.toJSON() ?? {};
  const { p256dh, auth } = keys;
  if (p256dh === undefined || auth === undefined) return;
  await engine.call('subscribePush', { endpoint, p256dh, auth });
}

async function subscribeTo(manager: PushManager, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  const known = await manager.getSubscription();
  if (known !== null && !isFor(known, key)) await known.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** A subscription is bound to a server's key, which is another one when its database is new. */
function isFor({ options }: PushSubscription, key: Uint8Array): boolean {
  const known = options.applicationServerKey;
  if (known === null) return false;
  const bytes = new Uint8Array(known);
  return bytes.length === key.length && bytes.every((byte, at) => byte === key[at]);
}

async function subscription(): Promise<PushSubscription | null> {
  const registration = await startServiceWorker();
  // Not every browser that has service workers has pushes.
  if (registration === undefined || !('pushManager' in registration)) return null;
  return registration.pushManager.getSubscription().catch(() => null);
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function notYet(): PushState {
  const isStandalone = matchMedia('(display-mode: standalone)').matches;
  return /iPhone|iPad/.test(navigator.userAgent) && !isStandalone ? 'needs-install' : 'unsupported';
}
