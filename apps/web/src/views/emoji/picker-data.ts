/**
 * Emoji for the picker.
 *
 * @module
 */
import type { EmojiData } from 'frimousse';
import { categoryAt } from '../../model/emoji-categories.ts';
import { loadEmojiData } from './emoji-data.ts';
import { newestVersion } from './emoji-support.ts';

export async function preloadData(locale: string): Promise<void> {
  await known(locale);
}

type Known = Omit<EmojiData, 'categories'>;

// Follows from modules that the browser keeps, and from its fonts: so it is made once.
let last: { readonly locale: string; readonly data: Promise<Known> } | undefined;

/** Those that this browser can draw. `categories`: their names. */
export async function pickerData(locale: string, categories: readonly string[]): Promise<EmojiData> {
  return { ...(await known(locale)), categories: categories.map((label, index) => ({ index, label })) };
}

async function known(locale: string): Promise<Known> {
  if (last?.locale !== locale) {
    const data = make(locale);
    last = { locale, data };
    // The next one tries again.
    data.catch(() => (last = undefined));
  }
  return last.data;
}

async function make(locale: string): Promise<Known> {
  const { tones, emoji } = await loadEmojiData(locale);
  const [light = '', mediumLight = '', medium = '', mediumDark = '', dark = ''] = tones;
  const newest = newestVersion();
  return {
    locale,
    skinTones: { light, 'medium-light': mediumLight, medium, 'medium-dark': mediumDark, dark },
    emojis: emoji
      .filter(({ version }) => version <= newest)
      .map((entry) => ({
        emoji: entry.emoji,
        category: categoryAt(entry.category),
        label: entry.label,
        version: entry.version,
        tags: [...entry.tags],
        skins: skins(entry.skins),
      })),
  };
}

function skins(all: readonly string[]): EmojiData['emojis'][number]['skins'] {
  const [light, mediumLight, medium, mediumDark, dark] = all;
  if (light === undefined || mediumLight === undefined || medium === undefined) return undefined;
  if (mediumDark === undefined || dark === undefined) return undefined;
  return { light, 'medium-light': mediumLight, medium, 'medium-dark': mediumDark, dark };
}
