/**
 * The words of notifications. A page that is open says which language they are in; until one has, they are English.
 *
 * @module
 */
import type { ContactNews, MessageNews } from './payload.ts';

export interface NoticeWords {
  readonly newMessage: string;
  readonly contactRequest: string;
  readonly picture: string;
  readonly video: string;
  readonly audio: string;
  readonly voice: string;
  readonly file: string;
  readonly poll: string;
}

export const ENGLISH: NoticeWords = {
  newMessage: 'New message',
  contactRequest: 'Contact request',
  picture: 'Picture',
  video: 'Video',
  audio: 'Audio',
  voice: 'Voice message',
  file: 'File',
  poll: 'Poll',
};

/** Words that are not of kinds of messages. */
const NO_KINDS: ReadonlySet<string> = new Set(['newMessage', 'contactRequest']);

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

export function contactText({ requests, sender, body }: ContactNews, words: NoticeWords): NoticeText {
  const count = requests > 1 ? ` (${String(requests)})` : '';
  const said = [sender, body].filter((part) => part !== undefined).join(': ');
  return { title: words.contactRequest + count, body: said };
}

function saidIn(kind: string | undefined, body: string | undefined, words: NoticeWords): string {
  if (kind === undefined) return words.newMessage;
  const what = kind in ENGLISH && !NO_KINDS.has(kind) ? words[kind as keyof NoticeWords] : undefined;
  if (body === undefined) return what ?? words.newMessage;
  return what === undefined ? body : `${what}: ${body}`;
}
