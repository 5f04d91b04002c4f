/**
 * The words of notifications. A page that is open says which language they are in; until one has, they are English.
 *
 * @module
 */
import type { MessageNews } from './payload.ts';

export interface NoticeWords {
  readonly newMessage: string;
  readonly picture: string;
  readonly video: string;
  readonly audio: string;
  readonly voice: string;
  readonly file: string;
  readonly poll: string;
}

export const ENGLISH: NoticeWords = {
  newMessage: 'New message',
  picture: 'Picture',
  video: 'Video',
  audio: 'Audio',
  voice: 'Voice message',
  file: 'File',
  poll: 'Poll',
};

/** What a notification says. */
export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

export function noticeText(
  { title, sender, kind, body, unread }: MessageNews,
  words: NoticeWords,
): NoticeText {
  const place = title ?? sender ?? words.newMessage;
  const count = unread > 1 && place !== words.newMessage ? ` (${unread})` : '';
  const said = saidIn(kind, body, words);
  const isNew = place === words.newMessage;
  if (title === undefined || sender === undefined) return { title: place + count, body: isNew ? '' : said };
  return { title: title + count, body: `${sender}: ${said}` };
}

function saidIn(kind: string | undefined, body: string | undefined, words: NoticeWords): string {
  if (kind === undefined) return words.newMessage;
  const what = kind in ENGLISH && kind !== 'newMessage' ? words[kind as keyof NoticeWords] : undefined;
  if (body === undefined) return what ?? words.newMessage;
  return what === undefined ? body : `${what}: ${body}`;
}
