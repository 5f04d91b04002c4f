/**
 * Turns messages of the log into lines of the screen.
 *
 * @module
 */
import type { Client, Content, Incoming } from '@posthorn/client';
import { decodeContent } from '@posthorn/protocol';
import { describeEvent } from '../describe-event.ts';
import { messageAt } from '../message-at.ts';
import { isBotUser, originOf, speaker, userName } from '../online.ts';
import { sanitise, sanitiseLine } from '../sanitise.ts';
import { quoteOf, summaryOfSaid } from './quotes.ts';
import type { Reply } from './quotes.ts';
import type { Line } from './state.ts';

/** What the server puts in place of words that are gone. */
const GONE: readonly (string | undefined)[] = ['recalled', 'erased'];

/** A message that is no entry. `known` finds lines that are shown. */
export async function lineOf(
  client: Client,
  message: Incoming,
  known: (seq: number) => Line | undefined,
): Promise<Line> {
  const { conversation, seq, sender, time, content, isMine, clientId, state } = message;
  const { kind, forward, thread } = content;
  const who = sanitiseLine(await speaker(client, message));
  const isBot = await isBotUser(client, sender);
  const text = await textOf(client, message, who);
  const origin = forward === undefined ? undefined : sanitiseLine(await originOf(client, forward.user));
  return {
    key: clientId ?? `${conversation}/${seq}`,
    kind: kind?.case === 'event' ? 'event' : 'message',
    seq,
    who,
    text: sanitise(text),
    time,
    isMine,
    thread,
    isGone: GONE.includes(kind?.case),
    ...(isBot && { isBot }),
    ...(content.components !== undefined && { components: content.components }),
    ...(content.attachments.length > 0 && { attachments: content.attachments }),
    ...(kind?.case === 'poll' && { poll: { ...kind.value, options: kind.value.options.map(sanitiseLine) } }),
    ...(origin !== undefined && { origin }),
    ...(content.replyTo > 0 && { reply: await replyOf(client, message, known(content.replyTo)) }),
    ...(state?.seq === seq && { state }),
  };
}

async function textOf(client: Client, { content, sender }: Incoming, who: string): Promise<string> {
  const { kind, text } = content;
  if (kind?.case === 'event') return describeEvent(kind.value, who, (id) => userName(client, id));
  if (kind?.case !== 'recalled') return text;
  const { by } = kind.value;
  if (by === 0) return 'This message has vanished.';
  return by === sender
    ? 'This message was recalled.'
    : `This message was recalled by ${await userName(client, by)}.`;
}

async function replyOf(client: Client, message: Incoming, known: Line | undefined): Promise<Reply> {
  const { conversation, content, quote } = message;
  const seq = content.replyTo;
  if (known !== undefined) return quoteOf(known);
  if (quote !== undefined)
    return quoted(client, quote.sender, { seq, content: decodeContent(quote.content) });
  const found = await messageAt(client, { conversation, seq }).catch(() => undefined);
  if (found === undefined) return { seq, who: '', text: '' };
  return quoted(client, found.sender, { seq, content: found.content });
}

async function quoted(
  client: Client,
  sender: number,
  { seq, content }: { readonly seq: number; readonly content: Content },
): Promise<Reply> {
  return { seq, who: sanitiseLine(await speaker(client, { sender, content })), text: summaryOfSaid(content) };
}
