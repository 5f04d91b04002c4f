/**
 * What the messages of a page reply to, as it is now.
 *
 * @module
 */
import { decodeContent, encodeContent } from '@posthorn/protocol';
import type { Attachment, AttachmentInit, MessageInit, QuoteInit } from '@posthorn/protocol';
import type { Contents } from '../../router/contents.ts';
import type { Services } from '../../router/services.ts';
import type { QuotedMessage } from '../../store/log/reading.ts';
import * as readingQueries from '../../store/log/reading.ts';

/** Of the text. */
const MAX_CHARS = 300;
const MAX_NAME_CHARS = 40;

/** Adds the quotes to messages. What their reader may not see is not quoted. */
export async function withQuotes(
  { store, contents }: Pick<Services, 'store' | 'contents'>,
  reader: number,
  conversation: number,
  messages: readonly MessageInit[],
): Promise<readonly MessageInit[]> {
  const replies = messages.map(({ seq = 0, content }) => {
    const target = content === undefined ? 0 : replyToOf(content);
    return target < seq ? target : 0;
  });
  const seqs = [...new Set(replies)].filter((seq) => seq > 0);
  if (seqs.length === 0) return messages;
  const found = await store.run(readingQueries.quoted, conversation, seqs, reader);
  const quotes = new Map(found.map((each) => [each.seq, quoteOf(contents, each)]));
  return messages.map((message, index) => {
    const quote = quotes.get(replies[index] ?? 0);
    return quote === undefined ? message : { ...message, quote };
  });
}

const TEXT_TAG = 0x0a;
const REPLY_TO_TAG = 0x10;

/**
 * Content.reply_to. Few messages reply to another one, so most of a page need not be decoded: reply_to is the second field,
 * and only the text can come before it.
 */
export function replyToOf(content: Uint8Array): number {
  const at = content[0] === TEXT_TAG ? endOfText(content) : 0;
  return content[at] === REPLY_TO_TAG ? decodeContent(content).replyTo : 0;
}

/** A text has a length of one to three bytes, seven bits in each (LIMITS.maxTextBytes). */
function endOfText(content: Uint8Array): number {
  let length = 0;
  for (let at = 1; ; at++) {
    const byte = content[at] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * (at - 1));
    if (byte < 0x80) return at + 1 + length;
  }
}

/** Undefined for entries, which say nothing. */
function quoteOf(contents: Contents, { seq, sender, content }: QuotedMessage): QuoteInit | undefined {
  const said = decodeContent(content);
  if (contents.isEntry(said)) return undefined;
  const { kind } = said;
  const text = beginning(said.text === '' ? contents.textOf(said) : said.text);
  const isGone = kind?.case === 'recalled' || kind?.case === 'erased';
  const attachments = said.attachments.slice(0, 1).map(sketch);
  return {
    seq,
    sender,
    content: encodeContent(
      isGone
        ? { text, kind }
        : { text, attachments, ...(said.author !== undefined && { author: said.author }) },
    ),
  };
}

/** What it takes to draw it small. An answer has as many as messages, so it is bounded. */
function sketch(attachment: Attachment): AttachmentInit {
  const { id, name, type, bytes, width, height, durationMs, thumbhash, voice, thumbnails } = attachment;
  return {
    id,
    name: cut(name, MAX_NAME_CHARS),
    type,
    bytes,
    width,
    height,
    durationMs,
    thumbhash,
    voice,
    thumbnails,
  };
}

function beginning(text: string): string {
  if (text.length <= MAX_CHARS) return text;
  return `${cut(text, MAX_CHARS)}…`;
}

/** Never within a character. */
function cut(text: string, chars: number): string {
  return text.slice(0, chars).replace(/[\uD800-\uDBFF]$/, '');
}
