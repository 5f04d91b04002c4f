/**
 * Groups of emoji, in the order of Unicode.
 *
 * @module
 */

export const EMOJI_CATEGORIES = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;

/** Emojibase's group 2 holds pieces of emoji, and is left out. */
export function categoryAt(group: number): number {
  return group > 2 ? group - 1 : group;
}
