/**
 * Messages in short, where others show them.
 *
 * @module
 */
import type { Attachment } from '@posthorn/client';
import { parse, plainText } from '@posthorn/markup';
import { fileWords } from '@posthorn/protocol/words';
import { sanitiseLine } from '../sanitise.ts';

/** The message that one replies to, in short. Safe to print. */
export interface Reply {
  readonly seq: number;
  readonly who: string;
  readonly text: string;
}

interface Said {
  readonly text: string;
  readonly attachments?: readonly Attachment[];
}

/** More of a message is not looked at. */
const MAX_CHARS = 300;

/** The beginning of a text on one line, without its marks and spoilers. */
export function summaryOf(text: string): string {
  return sanitiseLine(plainText(parse(text.slice(0, MAX_CHARS)), { hideSpoilers: true }));
}

/** The same of a message, which may be of files alone. */
export function summaryOfSaid({ text, attachments = [] }: Said): string {
  return text === '' ? attachments.map((each) => sanitiseLine(fileWords(each))).join(', ') : summaryOf(text);
}

/** What a reply shows of the message that it answers. */
export function quoteOf({ seq, who, ...said }: Reply & Said): Reply {
  return { seq, who, text: summaryOfSaid(said) };
}
