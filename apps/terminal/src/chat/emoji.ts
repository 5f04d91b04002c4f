/**
 * Emoji: pages to choose from, and shortcodes in typed text.
 *
 * @module
 */
import { emojify, search } from 'node-emoji';

const PER_PAGE = 5;

interface Emoji {
  readonly emoji: string;
  readonly name: string;
}

/** Page `page` (from 1) of all emoji, and how many pages there are. */
export function emojiPage(page: number): { readonly emoji: readonly Emoji[]; readonly pages: number } {
  const everything = search('');
  const pages = Math.ceil(everything.length / PER_PAGE);
  const wanted = Math.min(Math.max(1, page), pages);
  return { emoji: everything.slice((wanted - 1) * PER_PAGE, wanted * PER_PAGE), pages };
}

/** `:tada:` becomes 🎉; other text stays. */
export function withEmoji(text: string): string {
  return emojify(text);
}
