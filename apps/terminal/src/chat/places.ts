/**
 * Jumping: finds a place in a conversation, and reads back to it.
 *
 * @module
 */
import { UsageError } from '../exit-codes.ts';
import { timeIn } from '../times.ts';
import type { Chat } from './chat.ts';
import { openRoom } from './state.ts';

/** Lines are kept up to a number: what lies further back is not read. */
const MAX_PAGES = 18;

/** Scrolls to a message by its number, to a time, to what is unread, or to where one is named next. */
export async function goto(chat: Chat, wanted: string): Promise<void> {
  const seq = await seqOf(chat, wanted);
  if (seq === 0) throw new UsageError('There is no such place here.');
  for (let page = 0; page < MAX_PAGES && (openRoom(chat.state)?.olderBefore ?? 0) > seq; page++)
    await chat.older();
  if ((openRoom(chat.state)?.olderBefore ?? 0) > seq) {
    throw new UsageError(`That is too far back to scroll: posthorn history --after ${seq - 1} prints it.`);
  }
  chat.focus(seq);
}

async function seqOf(chat: Chat, wanted: string): Promise<number> {
  const { newsFrom = 0, focus } = openRoom(chat.state) ?? {};
  if (/^#?\d+$/.test(wanted)) return Number(wanted.replace('#', ''));
  // What is on the screen counts as read: the line above the news knows better than the server.
  if (wanted === 'unread') return newsFrom;
  const conversation = chat.state.openId;
  if (wanted === 'mention') {
    const after = focus?.seq ?? Math.max(0, newsFrom - 1);
    return (await chat.client.call('locate', { conversation, landmark: 'mention', after })).seq;
  }
  const after = timeOf(wanted, Date.now());
  if (after === undefined) throw new UsageError('Use :goto N|2026-12-24|-2h|unread|mention.');
  return (await chat.client.call('locate', { conversation, landmark: 'time', after })).seq;
}

/** A date, or how long ago. */
function timeOf(text: string, now: number): number | undefined {
  if (!text.startsWith('-')) return timeIn(text, now);
  const ahead = timeIn(text.replace('-', '+'), now);
  return ahead === undefined ? undefined : now - (ahead - now);
}
