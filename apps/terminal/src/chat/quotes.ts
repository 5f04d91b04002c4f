/**
 * Messages in short, where others show them.
 *
 * @module
 */
import { parse, plainText } from '@posthorn/markup';
import { sanitiseLine } from '../sanitise.ts';

/** The message that one replies to, in short. Safe to print. */
export interface Reply {
  readonly seq: number;
  readonly who: string;
  readonly text: string;
}

/** More of a message is not looked at. */
const MAX_CHARS = 300;

/** The beginning of a text on one line, without its marks and spoilers. */
export function summaryOf(text: string): string {
  return sanitiseLine(plainText(parse(text.slice(0, MAX_CHARS)), { hideSpoilers: true }));
}

/** What a reply shows of the message that it answers. */
export function quoteOf({ seq, who, text }: Reply): Reply {
  return { seq, who, text: summaryOf(text) };
}
