/**
 * Searching on the server, page by page, and jumping to what was found.
 *
 * @module
 */
import type { Found, FoundMessage, QueryNote } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import { counted } from '../counted.ts';
import { UsageError } from '../exit-codes.ts';
import { speaker } from '../online.ts';
import { foundPieces } from '../found.ts';
import { sanitiseLine } from '../sanitise.ts';
import { stampOf } from '../times.ts';
import type { Chat } from './chat.ts';
import { joined } from './highlight.ts';
import type { Mark } from './highlight.ts';
import { goto } from './places.ts';
import { roomOf } from './state.ts';

/** Hits of a page. */
const PAGE = 10;
/** Messages that are shown around a hit that is too far back to scroll to. */
const AROUND = 5;

/** Shows what is found, or of the last search what comes next. */
export async function search(chat: Chat, query: string): Promise<void> {
  const last = query === '' ? chat.state.search : { query, next: '', hits: [] };
  const isLater = query === '';
  if (isLater && last.next === '')
    throw new UsageError(last.query === '' ? 'Use :q QUERY.' : 'There is nothing more.');
  const found = await chat.client.search(last.query, { limit: PAGE, cursor: last.next });
  chat.set({ search: { query: last.query, next: found.next, hits: [...last.hits, ...found.hits] } });
  if (!isLater) for (const note of found.notes) chat.notice(wordsOfNote(note, query));
  tell(chat, found, isLater);
  for (const [at, hit] of found.hits.entries()) {
    const { text, marks } = await lineOf(chat, hit, last.hits.length + 1 + at);
    chat.notice(text, { marks });
  }
  if (found.hits.length > 0) chat.notice(`:hit N goes there${found.next === '' ? '' : '; :q shows more'}.`);
}

/** Opens the place of a hit. */
export async function jump(chat: Chat, wanted: string): Promise<void> {
  const hit = chat.state.search.hits[wholeNumber(wanted, 'N', 1) - 1];
  if (hit === undefined) throw new UsageError('Search with :q first, and give the number of a hit.');
  const { conversation, seq, content } = hit.message;
  if (roomOf(chat.state, conversation) === undefined) await chat.refresh();
  await chat.open(conversation);
  try {
    await goto(chat, String(content.thread > 0 ? content.thread : seq));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return showAround(chat, conversation, seq);
  }
  if (content.thread === 0) return;
  await chat.showThread(content.thread);
  chat.focus(seq);
}

function tell(chat: Chat, { hits, next, incomplete, progress }: Found, isLater: boolean): void {
  const { query } = chat.state.search;
  if (hits.length === 0 && next === '')
    chat.notice(isLater ? 'There is nothing more.' : `Nobody said "${query}".`);
  else if (isLater) chat.notice(`"${query}" was also found in:`);
  else if (next === '') chat.notice(`"${query}" was found in ${counted(hits.length, 'message')}:`);
  else chat.notice(`"${query}" was found in more than ${counted(hits.length, 'message')}; the newest:`);
  if (incomplete)
    chat.notice(`The server is still reading older messages (${progress} %): there may be more.`);
}

const NOTES: Readonly<Record<string, string>> = {
  UNKNOWN_USER: 'nobody is called so',
  UNKNOWN_CONVERSATION: 'no conversation of yours is called so',
  NO_DAY: 'is no day; write before:2026-11-01',
  NO_VALUE: 'says nothing',
  UNKNOWN_VALUE: 'is nothing that messages have',
  TOO_MANY: 'is more than a query may have',
  TOO_LONG: 'is longer than a query may be',
};

function wordsOfNote({ code, start, end }: QueryNote, query: string): string {
  return `"${query.slice(start, end)}": ${NOTES[code] ?? code}.`;
}

async function lineOf(
  chat: Chat,
  hit: FoundMessage,
  number: number,
): Promise<{ readonly text: string; readonly marks: readonly Mark[] }> {
  const { conversation, time } = hit.message;
  const title = roomOf(chat.state, conversation)?.title ?? `#${conversation}`;
  const who = await speaker(chat.client, hit.message);
  const head = `${String(number).padStart(2)} [${title}] ${stampOf(time)} ${who}: `;
  // Otherwise a blank at the edge of a piece would be lost.
  return joined([{ text: head, isHit: false }, ...foundPieces(hit)], sanitiseLine);
}

/** Without leaving what is shown. */
async function showAround(chat: Chat, conversation: number, seq: number): Promise<void> {
  const page = { after: Math.max(0, seq - AROUND - 1), limit: 2 * AROUND + 1 };
  const rows: string[] = [];
  for (const message of await chat.client.history(conversation, page)) {
    if (message.content.text === '') continue;
    const who = await speaker(chat.client, message);
    rows.push(`${message.seq === seq ? '▶' : ' '} ${stampOf(message.time)} ${who}: ${message.content.text}`);
  }
  chat.notice(['That is too far back to scroll. It was said there:', ...rows]);
}
