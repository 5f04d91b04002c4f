/**
 * All emoji with their names, as the build packs them (scripts/emoji.ts).
 *
 * @module
 */

import { isInCode } from './completion.ts';
import type { Change } from './marks.ts';

/** `[emoji, label, shortcodes and tags, category, version, skins in the order of the tones]` */
export type PackedEmoji = readonly [string, string, string, number, number, string?];

export interface PackedEmojiList {
  readonly tones: readonly string[];
  readonly emoji: readonly PackedEmoji[];
}

export interface EmojiEntry {
  readonly emoji: string;
  readonly label: string;
  /** What stands between colons. */
  readonly code: string;
  readonly tags: readonly string[];
  readonly category: number;
  /** Of Unicode's emoji. */
  readonly version: number;
  /** Light to dark; empty if it has no tones. */
  readonly skins: readonly string[];
}

export interface EmojiList {
  readonly tones: readonly string[];
  readonly emoji: readonly EmojiEntry[];
}

export function unpackEmoji({ tones, emoji }: PackedEmojiList): EmojiList {
  return {
    tones,
    emoji: emoji.map(([sign, label, words, category, version, skins = '']) => {
      const tags = words.split(' ');
      const each = skins === '' ? [] : skins.split(' ');
      return { emoji: sign, label, code: tags[0] ?? label, tags, category, version, skins: each };
    }),
  };
}

/** Emoji whose shortcode or tag begins so; the shortest shortcodes first. */
export function findEmoji({ emoji }: EmojiList, query: string, limit = 8): readonly EmojiEntry[] {
  const wanted = query.toLowerCase();
  const found: { readonly entry: EmojiEntry; readonly rank: number }[] = [];
  for (const entry of emoji) {
    const rank = rankOf(entry, wanted);
    if (rank !== undefined) found.push({ entry, rank });
  }
  return found
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

function rankOf({ code, label, tags }: EmojiEntry, wanted: string): number | undefined {
  if (code.startsWith(wanted)) return code.length - wanted.length;
  if (tags.some((tag) => tag === wanted)) return 50;
  if (tags.some((tag) => tag.startsWith(wanted))) return 60;
  return label.toLowerCase().includes(wanted) ? 100 : undefined;
}

/** The emoji of exactly this shortcode, as in `:tada:`. */
function emojiOfCode({ emoji }: EmojiList, code: string): string | undefined {
  return (emoji.find((each) => each.code === code) ?? emoji.find(({ tags }) => tags.includes(code)))?.emoji;
}

/** The change that makes an emoji of the `:shortcode:` that ends at the caret. Undefined: there is none. */
export function shortcodeChange(list: EmojiList, text: string, caret: number): Change | undefined {
  const before = text.slice(Math.max(0, caret - 60), caret);
  const [, whole = '', code = ''] = /(?:^|[\s(])(:([\p{L}0-9_+-]{2,}):)$/u.exec(before) ?? [];
  const insert = code === '' ? undefined : emojiOfCode(list, code);
  if (insert === undefined || isInCode(text.slice(0, caret))) return undefined;
  const from = caret - whole.length;
  const end = from + insert.length;
  return { from, to: caret, insert, selectFrom: end, selectTo: end };
}
