/**
 * What a page tells of a message or of a contact request, as a push would.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Incoming } from '@posthorn/client';
import type { Engine } from '@posthorn/client/engine';
import { parse, plainText } from '@posthorn/markup';
import type { Content } from '@posthorn/protocol';
import { conversationTitle } from '../model/conversation-title.ts';
import { contactNote, personName } from '../model/names.ts';
import type { ContactNews, MessageNews } from '../notices/payload.ts';
import type { NoticeWords } from '../notices/words.ts';
import type { PushContent } from './push.ts';

type Known = Pick<Engine, 'conversations' | 'users' | 'mine' | 'me' | 'status'>;

/** As much of a message as the user wants on their screens. */
export function newsOf(engine: Known, i18n: I18n, message: Incoming, wanted: PushContent): MessageNews {
  const { conversation, seq, time, sender, content } = message;
  const info = engine.conversations.at(conversation);
  const me = engine.me.get()?.id ?? 0;
  const news: MessageNews = {
    conversation,
    seq,
    time,
    mention: content.mentions.includes(me),
    unread: info?.unread ?? 1,
    title: undefined,
    sender: undefined,
    kind: undefined,
    body: undefined,
  };
  if (wanted === 'new') return news;
  const remark = contactNote(engine.mine.at(`contact/${sender}`)).remark;
  const who =
    content.author?.name ?? (sender === 0 ? undefined : personName(engine.users.at(sender), remark));
  const isDirect = info?.kind === 'direct';
  const title = conversationTitle(i18n, info, '', engine.status.get().lobby);
  const named = { ...news, title: isDirect ? undefined : title, sender: who };
  if (wanted === 'sender' || content.vanishAfterMs > 0) return named;
  return { ...named, kind: kindOf(content), body: bodyOf(content) };
}

/** Somebody asks to be a contact. Undefined: that has been answered meanwhile. Rejects without the server. */
export async function contactNewsOf(
  engine: Known & Pick<Engine, 'call'>,
  { conversation, seq, time, sender }: Incoming,
  wanted: PushContent,
): Promise<ContactNews | undefined> {
  const [{ contacts }, { users }] = await Promise.all([
    engine.call('listContacts', { state: 'asking', limit: MOST_REQUESTS }),
    engine.call('getUsers', { ids: [sender] }),
  ]);
  const [asker] = users;
  const asked = contacts.find(({ user }) => user === sender);
  if (asked === undefined) return undefined;
  const { remark } = contactNote(engine.mine.at(`contact/${sender}`));
  const isNamed = wanted !== 'new' && asker !== undefined;
  return {
    conversation,
    seq,
    time,
    requests: contacts.length,
    user: isNamed ? asker.name : undefined,
    sender: isNamed ? personName(asker, remark) : undefined,
    body: isNamed && wanted === 'all' && asked.text !== '' ? asked.text : undefined,
  };
}

/** As many as a notification counts. */
const MOST_REQUESTS = 100;
const MAX_CHARS = 800;

function bodyOf({ text }: Content): string | undefined {
  const said = plainText(parse(text.slice(0, 4 * MAX_CHARS)), { hideSpoilers: true });
  return said === '' ? undefined : said.slice(0, MAX_CHARS);
}

function kindOf({ kind, attachments }: Content): string {
  if (kind?.case === 'poll') return 'poll';
  const [first] = attachments;
  if (first === undefined) return 'text';
  if (first.voice) return 'voice';
  const what = first.type.split('/', 1)[0];
  if (what === 'image') return 'picture';
  return what === 'video' || what === 'audio' ? what : 'file';
}

export function noticeWords(i18n: I18n): NoticeWords {
  return {
    newMessage: i18n._('New message'),
    contactRequest: i18n._('Contact request'),
    picture: i18n._('Picture'),
    video: i18n._('Video'),
    audio: i18n._('Audio'),
    voice: i18n._('Voice message'),
    file: i18n._('File'),
    poll: i18n._('Poll'),
  };
}
