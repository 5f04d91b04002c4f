/**
 * The commands that keep messages, find those that were kept, and send them elsewhere or later.
 *
 * @module
 */
import type { Content, Scheduled } from '@posthorn/client';
import { decodeContent, errorName } from '@posthorn/protocol';
import { laterTime } from '../arguments.ts';
import { UsageError } from '../exit-codes.ts';
import { messageAt } from '../message-at.ts';
import { speaker } from '../online.ts';
import { pages } from '../pages.ts';
import { stampOf, timeIn } from '../times.ts';
import type { Chat } from './chat.ts';
import { entry, here, needed, split } from './command.ts';
import type { ChatCommand } from './command.ts';
import { withEmoji } from './emoji.ts';
import { summaryOf, summaryOfSaid } from './quotes.ts';
import { mentionsIn } from '../mentions.ts';
import { toggleHidden } from './hiding.ts';
import { goto } from './places.ts';
import { openRoom, roomOf } from './state.ts';
import { whichLine } from './which-line.ts';
import { whichRoom } from './which-room.ts';

export const KEEPING_COMMANDS: readonly ChatCommand[] = [
  entry(':forward', 'N|last NAME|ID', 'say a message again to a user, or in a conversation', forward),
  entry(':star', 'N|last', 'keep a message for yourself, or let it go', star),
  entry(':stars', '', 'what you have kept', stars),
  entry(':hide', 'N|last', 'do not show a message to you any more, or show it again', hide),
  entry(':pins', '', 'what is pinned here', pins),
  entry(':threads', '', 'the threads that you follow', threads),
  entry(
    ':later',
    '[TIME TEXT | cancel ID]',
    'let the server send it at 2026-12-24T18:00, or in +10m, +2h, +1d',
    later,
  ),
  entry(
    ':goto',
    'N|2026-12-24|-2h|unread|mention',
    'scroll to a message, a time, the news, or where you are named next',
    goto,
  ),
  entry(':vanish', '30s|10m|2h|1d|off', 'let what is said here from now on vanish after that time', vanish),
];

/** Older ones are not listed. */
const MAX_THREADS = 200;

async function forward(chat: Chat, text: string): Promise<void> {
  const [word, name] = split(text, ':forward N|last NAME|ID');
  const { seq } = whichLine(chat, word);
  const id = await whichRoom(chat, needed(name, ':forward N|last NAME|ID'));
  await chat.client.call('forwardMessages', {
    conversation: here(chat),
    seqs: [seq],
    target: { case: 'toConversation', value: id },
    clientId: crypto.randomUUID(),
  });
  chat.notice(`Message ${seq} was forwarded to ${roomOf(chat.state, id)?.title ?? name}.`);
}

const STAR = 'star/';

async function star(chat: Chat, word: string): Promise<void> {
  const { seq } = whichLine(chat, needed(word, ':star N|last'));
  const key = `${STAR}${here(chat)}/${seq}`;
  const isKept = chat.client.mine.get(key) !== undefined;
  await chat.client.mine.set(key, isKept ? undefined : { time: Date.now() });
  chat.notice(isKept ? `Message ${seq} is let go.` : `Message ${seq} is kept: :stars lists what you keep.`);
}

async function stars(chat: Chat): Promise<void> {
  const keys = chat.client.mine.keys(STAR);
  const rows = await Promise.all(
    keys.map(async (key) => {
      const [conversation = 0, seq = 0] = key.slice(STAR.length).split('/').map(Number);
      const title = titleIn(chat, conversation);
      const found = await messageAt(chat.client, { conversation, seq }).catch(() => undefined);
      return found === undefined
        ? `  [${title}] ${seq}  is gone`
        : `  [${title}] ${seq}  ${await spoken(chat, found)}`;
    }),
  );
  chat.notice([rows.length === 0 ? 'You keep nothing: :star does.' : 'You keep:', ...rows]);
}

async function hide(chat: Chat, word: string): Promise<void> {
  const { seq } = whichLine(chat, needed(word, ':hide N|last'));
  const isHidden = await toggleHidden(chat.client.mine, { conversation: here(chat), seq });
  chat.notice(
    isHidden ? `Message ${seq} is hidden; :hide ${seq} shows it again.` : `Message ${seq} is shown again.`,
  );
}

async function pins(chat: Chat): Promise<void> {
  const conversation = here(chat);
  const rows: string[] = [];
  for await (const page of pages((cursor) => chat.client.call('listPins', { conversation, cursor }))) {
    for (const { seq, sender, content } of page.messages)
      rows.push(`  ${seq}  ${await spoken(chat, { sender, content: decodeContent(content) })}`);
  }
  chat.notice([rows.length === 0 ? 'Nothing is pinned here.' : 'Pinned here:', ...rows]);
}

async function threads(chat: Chat): Promise<void> {
  const rows: string[] = [];
  for await (const page of pages((cursor) => chat.client.call('listThreads', { cursor, limit: 50 }))) {
    for (const { conversation, seq, sender, content, state } of page.messages) {
      const unread = state?.own?.unread ?? 0;
      const news = unread === 0 ? '' : `  (${unread} new)`;
      const said = await spoken(chat, { sender, content: decodeContent(content) });
      rows.push(`  [${titleIn(chat, conversation)}] ${seq}  ${said}${news}`);
    }
    if (rows.length >= MAX_THREADS) break;
  }
  chat.notice([rows.length === 0 ? 'You follow no thread.' : 'You follow the threads of:', ...rows]);
}

async function spoken(
  { client }: Chat,
  said: { readonly sender: number; readonly content: Content },
): Promise<string> {
  return `${await speaker(client, said)}: ${summaryOf(said.content.text)}`;
}

async function later(chat: Chat, text: string): Promise<void> {
  if (text === '') return list(chat);
  const [word, rest] = split(text, ':later TIME TEXT');
  if (word === 'cancel') return cancel(chat, rest);
  const at = laterTime(word);
  const said = withEmoji(needed(rest, ':later TIME TEXT'));
  const target = { case: 'conversation', value: here(chat) } as const;
  const content = {
    text: said,
    thread: openRoom(chat.state)?.thread ?? 0,
    ...(await mentionsIn(chat.client, said)),
  };
  const { id } = await chat.client.call('schedule', { target, at, clientId: crypto.randomUUID(), content });
  chat.notice(`It goes out at ${stampOf(at)}; :later cancel ${id} takes it back.`);
}

async function vanish(chat: Chat, wanted: string): Promise<void> {
  const now = Date.now();
  const until = wanted === 'off' ? now : timeIn(`+${wanted}`, now);
  if (until === undefined) throw new UsageError('Use :vanish 30s|10m|2h|1d|off.');
  const place = { conversation: here(chat), clientId: crypto.randomUUID() };
  await chat.client.call('setVanishing', { ...place, afterMs: until - now });
}

async function list(chat: Chat): Promise<void> {
  const row = ({ id, at, content, conversation, refused, waiting }: Scheduled): string => {
    const title = titleIn(chat, conversation);
    const trouble =
      refused > 0
        ? `  was not sent: ${errorName(refused)}`
        : waiting > 0
          ? `  waits: ${errorName(waiting)}`
          : '';
    return `  ${id}  ${stampOf(at)}  [${title}] ${summaryOfSaid(decodeContent(content))}${trouble}`;
  };
  const rows: string[] = [];
  for await (const page of pages((cursor) => chat.client.call('listScheduled', { cursor })))
    rows.push(...page.scheduled.map(row));
  chat.notice([rows.length === 0 ? 'Nothing is to be sent later.' : 'To be sent later:', ...rows]);
}

async function cancel(chat: Chat, id: string): Promise<void> {
  if (!/^\d+$/.test(id)) throw new UsageError('Use :later cancel ID.');
  await chat.client.call('changeScheduled', { scheduled: Number(id), cancel: true });
  chat.notice(`Message ${id} is not sent.`);
}

function titleIn({ state }: Chat, conversation: number): string {
  return roomOf(state, conversation)?.title ?? String(conversation);
}
