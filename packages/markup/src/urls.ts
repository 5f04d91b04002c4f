/**
 * URLs: bare ones in a text, and those of links. No other schemes than http, https and mailto.
 *
 * @module
 */
import { matchAt, URL_CHAR } from './chars.ts';

const SCHEME = /(?:https?:\/\/|mailto:)/iy;
/** The first character behind the scheme is that of a host or of an address; a host may be an IPv6 address in brackets. */
const BARE = new RegExp(
  `(?:https?:\\/\\/(?:\\[[\\da-f:.]+\\]|(?=[\\p{L}\\p{N}]))|mailto:(?=[\\p{L}\\p{N}]))${URL_CHAR}*`,
  'iyv',
);
/** More likely the sentence's, or marks around the URL. */
const TRAILING = ".,:;!?'*_~";

/** The URL that begins here. */
export function bareUrlAt(text: string, at: number): string | undefined {
  const found = matchAt(BARE, text, at);
  if (found === undefined) return undefined;
  let unclosed = 0;
  for (const char of found) unclosed += char === '(' ? 1 : char === ')' ? -1 : 0;
  let end = endWithout(TRAILING, found);
  // A bracket that was opened before the URL.
  for (; unclosed < 0 && found.charAt(end - 1) === ')'; unclosed++)
    end = endWithout(TRAILING, found, end - 1);
  return found.slice(0, end);
}

/**
 * Index of the bracket that ends a link's URL, which begins at `from`; -1: there is no link. The URL may hold brackets in
 * pairs. Looks no further than to where the next URL may begin, so that no character is looked at for several links.
 */
export function urlEnd(text: string, from: number): number {
  if (matchAt(SCHEME, text, from) === undefined) return -1;
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (/[\s<>]/.test(char) || (char === ']' && text.charAt(at + 1) === '(')) return -1;
    if (char === '(') depth += 1;
    if (char === ')' && depth-- === 0) return at;
  }
  return -1;
}

/** Where the text, up to `from`, ends if none of these characters may stand at its end. */
export function endWithout(chars: string, text: string, from = text.length): number {
  let end = from;
  while (end > 0 && chars.includes(text.charAt(end - 1))) end -= 1;
  return end;
}
