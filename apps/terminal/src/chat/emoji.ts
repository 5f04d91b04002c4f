/**
 * Emoji: pages to choose from, what a beginning may mean, and shortcodes in typed text.
 *
 * @module
 */
import { emojify, search } from 'node-emoji';

const PER_PAGE = 5;

/** To react with, without looking for one. */
export const USUAL_EMOJI: readonly string[] = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🙏', '👀'];

export interface Emoji {
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

/** Emoji whose name begins so, short names first; behind them those that hold it. */
export function findEmoji(beginning: string, limit: number): readonly Emoji[] {
  const found = search(beginning).toSorted((a, b) => a.name.length - b.name.length);
  const isBeginning = ({ name }: Emoji): boolean => name.startsWith(beginning);
  return [...found.filter(isBeginning), ...found.filter((each) => !isBeginning(each))].slice(0, limit);
}

/** `:tada:` becomes 🎉; other text stays. */
export function withEmoji(text: string): string {
  return emojify(text);
}
