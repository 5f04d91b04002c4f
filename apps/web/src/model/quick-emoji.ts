/**
 * The emoji to offer first.
 *
 * @module
 */

const USUAL = ['👍', '❤️', '😂', '🎉', '😮', '😢'];

/** `mine`: the entry `emoji` of the user's own space, unchecked. Recent ones first, then usual ones. */
export function quickEmoji(mine: unknown, count: number): readonly string[] {
  const recent =
    typeof mine === 'object' && mine !== null && 'recent' in mine && Array.isArray(mine.recent)
      ? mine.recent.filter((each): each is string => typeof each === 'string')
      : [];
  return [...new Set([...recent, ...USUAL])].slice(0, count);
}
