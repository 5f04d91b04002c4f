/**
 * Notifications: one for each conversation, whoever tells of it first, a push or a page. They go when what they tell of was read.
 *
 * @module
 */
import type { ContactNews, MessageNews, PushNews } from './payload.ts';
import { contactText, noticeText } from './words.ts';
import type { NoticeWords } from './words.ts';

/** Of navigator.locks: who holds it may show, list and close notifications. */
export const NOTICES_LOCK = 'posthorn/notices';

/** What a notification keeps. */
interface NoticeData {
  readonly conversation: number;
  readonly seq: number;
  /** Of the page that shows it, below the root. */
  readonly path: string;
}

/** The parts of a ServiceWorkerRegistration that are used; a page has the same. */
export interface NoticePlace {
  readonly scope: string;
  showNotification(title: string, options?: NotificationOptions): Promise<void>;
  getNotifications(filter?: GetNotificationOptions): Promise<readonly Notification[]>;
}

interface FullOptions extends NotificationOptions {
  readonly renotify: boolean;
  readonly timestamp: number;
}

export interface ShowOptions {
  readonly words: NoticeWords;
  /** Where the browser demands that each push shows something: also what is there already is shown again, quietly. */
  readonly always?: boolean;
}

/** Shows it, in the place of an older one of the conversation. Alerts only if what is there is older. */
export function showNotice(
  place: NoticePlace,
  news: MessageNews | ContactNews,
  options: ShowOptions,
): Promise<void> {
  return alone(() => show(place, news, options));
}

/** Shows that there is something, and not what. */
export function showThatThereIsOne(place: NoticePlace, { newMessage }: NoticeWords): Promise<void> {
  return alone(() => place.showNotification(newMessage, { tag: 'new' }));
}

/** Closes what tells of seqs up to these. */
export async function closeNotices(place: NoticePlace, read: PushNews['read']): Promise<void> {
  if (read.length === 0) return;
  const through = new Map(read);
  await closeWhere(place, (notice) => {
    const data = dataOf(notice);
    return data !== undefined && data.seq <= (through.get(data.conversation) ?? 0);
  });
}

/** Closes all. */
export function closeAll(place: NoticePlace): Promise<void> {
  return closeWhere(place, () => true);
}

/**
 * One at a time, over all tabs and the service worker: when one is listed while it is being shown, Chromium forgets it, and it stays
 * on the screen with nobody to close it.
 */
function alone(work: () => Promise<void>): Promise<void> {
  return navigator.locks.request(NOTICES_LOCK, work);
}

async function show(
  place: NoticePlace,
  news: MessageNews | ContactNews,
  { words, always = false }: ShowOptions,
): Promise<void> {
  const tag = tagOf(news.conversation);
  const shown = await place.getNotifications({ tag });
  const isKnown = shown.some((notice) => (dataOf(notice)?.seq ?? 0) >= news.seq);
  if (isKnown && !always) return;
  const { title, body } = 'requests' in news ? contactText(news, words) : noticeText(news, words);
  const data: NoticeData = { conversation: news.conversation, seq: news.seq, path: pathOf(news) };
  const icon = new URL('icons/icon-192.png', place.scope).href;
  const badge = new URL('icons/badge-96.png', place.scope).href;
  const options: FullOptions = {
    body,
    tag,
    data,
    icon,
    badge,
    dir: 'auto',
    renotify: !isKnown,
    timestamp: news.time,
  };
  await place.showNotification(title, options);
}

function closeWhere(place: NoticePlace, isMeant: (notice: Notification) => boolean): Promise<void> {
  return alone(async () => {
    for (const notice of await place.getNotifications()) if (isMeant(notice)) notice.close();
  });
}

function pathOf(news: MessageNews | ContactNews): string {
  if (!('requests' in news)) return `c/${String(news.conversation)}/${String(news.seq)}`;
  return news.user === undefined ? '.' : `u/${encodeURIComponent(news.user)}`;
}

/** The page that shows what it tells of. */
export function urlOf(place: Pick<NoticePlace, 'scope'>, notice: Pick<Notification, 'data'>): string {
  return new URL(dataOf(notice)?.path ?? '.', place.scope).href;
}

function tagOf(conversation: number): string {
  return `c${conversation}`;
}

function dataOf({ data }: Pick<Notification, 'data'>): NoticeData | undefined {
  const { conversation, seq, path } = (data ?? {}) as Partial<NoticeData>;
  if (typeof conversation !== 'number' || typeof seq !== 'number') return undefined;
  // One that an earlier version has shown has no path.
  return { conversation, seq, path: path ?? `c/${String(conversation)}/${String(seq)}` };
}
