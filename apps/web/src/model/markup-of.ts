/**
 * The trees of texts, parsed once for each content.
 *
 * @module
 */
import type { Content } from '@posthorn/protocol';
import { parse } from '@posthorn/markup';
import type { Inline, Markup } from '@posthorn/markup';

const trees = new WeakMap<Pick<Content, 'text'>, Markup>();

export function markupOf(content: Pick<Content, 'text'>): Markup {
  const known = trees.get(content);
  if (known !== undefined) return known;
  const tree = parse(content.text);
  trees.set(content, tree);
  return tree;
}

/** Making one takes longer than using it a hundred times. */
const segmenter = new Intl.Segmenter();
const EMOJI = /^(?:\p{RGI_Emoji}|\s)+$/v;
const MAX_BIG = 3;

/** The text is nothing but up to three emoji: they are drawn big. */
export function isBigEmoji(text: string): boolean {
  if (text.length > 40 || !EMOJI.test(text)) return false;
  const { length } = [...segmenter.segment(text.replaceAll(/\s/g, ''))];
  return length > 0 && length <= MAX_BIG;
}

/** What of a link is not told by its words: the host, or the address. Undefined: the words are the URL. */
export function linkTarget(url: string, label: string): string | undefined {
  const words = label.trim();
  if (words === url) return undefined;
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  if (parsed.protocol === 'mailto:') return words === parsed.pathname ? undefined : parsed.pathname;
  if (words === `${parsed.host}${parsed.pathname}`.replace(/\/$/, '')) return undefined;
  return parsed.host;
}

/** A URL that may be followed: http, https or mailto. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed !== null && SCHEMES.has(parsed.protocol) ? parsed.href : undefined;
}

const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

export function inlineWords(content: readonly Inline[]): string {
  return content
    .map((node) => {
      if ('content' in node) return inlineWords(node.content);
      if (node.type === 'mention') return `@${node.name}`;
      return node.type === 'break' ? '\n' : node.text;
    })
    .join('');
}
