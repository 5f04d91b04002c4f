/**
 * Links in what people write.
 *
 * @module
 */

/** Links of one message that get a preview. */
export const MAX_LINKS = 3;

const MAX_CHARS = 2000;
/** From its scheme to the next space, quote, bracket that opens around it, or punctuation of Chinese and Japanese. */
const LINK = /https?:\/\/[^\s\p{Cc}<>"“”‘’„«»「」『』【】《》（），。！？；：、]+/giu;
/** What ends a sentence, or emphasis, and not a link. */
const TRAILING: ReadonlySet<string> = new Set(".,;:!?'*_~|…)]}");
const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export interface Link {
  /** As in the text. */
  readonly text: string;
  readonly url: URL;
}

/** Whether it is worth looking closer. */
export function mayHaveLinks(text: string): boolean {
  return /https?:\/\//i.test(text);
}

/** The first links of a text, each once. */
export function linksIn(text: string): readonly Link[] {
  const found = new Map<string, Link>();
  for (const [match] of text.matchAll(LINK)) {
    const link = linkOf(withoutTrailing(match.slice(0, MAX_CHARS + 1)));
    if (link !== undefined && !found.has(link.url.href)) found.set(link.url.href, link);
    if (found.size === MAX_LINKS) break;
  }
  return [...found.values()];
}

function linkOf(text: string): Link | undefined {
  const url = text.length > MAX_CHARS ? null : URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  // Places on a page have one preview.
  url.hash = '';
  return { text, url };
}

/** `(see https://example.com/a_(b)).` leads to `https://example.com/a_(b)`. */
function withoutTrailing(link: string): string {
  const closed = new Map<string, number>();
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    if (!TRAILING.has(last)) break;
    const opening = OPENING[last];
    if (opening === undefined) continue;
    const left = closed.get(last) ?? count(link, last);
    if (count(link, opening) >= left) break;
    closed.set(last, left - 1);
  }
  return link.slice(0, end);
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}
