/**
 * Emoji that the user has used last: the entry `emoji` of the personal space, `{"recent":["👍","🌹"]}`.
 *
 * @module
 */

const MAX_RECENTS = 32;
/** Before anything was used. */
const USUAL_EMOJI: readonly string[] = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🙏', '👀', '🔥'];

export function recentsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || !('recent' in value) || !Array.isArray(value.recent))
    return [];
  const recent: readonly unknown[] = value.recent;
  return recent.filter((each) => typeof each === 'string').slice(0, MAX_RECENTS);
}

/** The entry once `emoji` is used. Other things in it stay. */
export function withRecent(value: unknown, emoji: string): Record<string, unknown> {
  const others = recentsOf(value).filter((each) => each !== emoji);
  const kept = typeof value === 'object' && value !== null ? value : {};
  return { ...kept, recent: [emoji, ...others].slice(0, MAX_RECENTS) };
}

/** Used ones first, filled up with usual ones. */
export function quickEmoji(value: unknown, count: number): readonly string[] {
  return [...new Set([...recentsOf(value), ...USUAL_EMOJI])].slice(0, count);
}

/** The skin tone that the user has chosen, kept beside the recents. */
export type SkinTone = 'none' | 'light' | 'medium-light' | 'medium' | 'medium-dark' | 'dark';
const TONES: readonly unknown[] = [
  'none',
  'light',
  'medium-light',
  'medium',
  'medium-dark',
  'dark',
] satisfies SkinTone[];

export function skinToneOf(value: unknown): SkinTone {
  if (typeof value !== 'object' || value === null || !('tone' in value)) return 'none';
  return TONES.includes(value.tone) ? (value.tone as SkinTone) : 'none';
}

export function withSkinTone(value: unknown, tone: SkinTone): Record<string, unknown> {
  return { ...(typeof value === 'object' && value !== null ? value : {}), tone };
}
