/**
 * A Vite plugin: the modules `virtual:emoji/en` and `virtual:emoji/zh`, with what the picker and the composer need of Emojibase.
 * A language is a chunk of its own that is loaded when it is wanted.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import type { PackedEmoji, PackedEmojiList } from '../src/model/emoji-data.ts';

const PREFIX = 'virtual:emoji/';
/** Pieces of emoji, such as skin tones, which nobody sends alone. */
const COMPONENTS = 2;

interface Emojibase {
  readonly hexcode: string;
  readonly emoji: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly group?: number;
  readonly version: number;
  readonly skins?: readonly { readonly emoji: string; readonly tone: number | readonly number[] }[];
}

interface Messages {
  readonly skinTones: readonly { readonly key: string; readonly message: string }[];
}

const TONES = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'];

export function emojiModules(): Plugin {
  return {
    name: 'posthorn-emoji',
    // With filters the bundler asks only for these modules.
    resolveId: { filter: { id: /^virtual:emoji\// }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0virtual:emoji\// },
      handler(id) {
        const json = JSON.stringify(packed(id.slice(PREFIX.length + 1)));
        // Browsers parse JSON faster than JavaScript.
        return `export const packed = JSON.parse(${JSON.stringify(json)});`;
      },
    },
  };
}

export function packed(language: string): PackedEmojiList {
  const data = read<readonly Emojibase[]>(`${language}/data.json`);
  const codes = read<Readonly<Record<string, string | readonly string[]>>>('en/shortcodes/github.json');
  const { skinTones } = read<Messages>(`${language}/messages.json`);
  return {
    tones: TONES.map((tone) => skinTones.find(({ key }) => key === tone)?.message ?? tone),
    emoji: data
      .filter(({ group }) => group !== undefined && group !== COMPONENTS)
      .map((each) => pack(each, codes)),
  };
}

function pack(
  { hexcode, emoji, label, tags = [], group = 0, version, skins = [] }: Emojibase,
  codes: Readonly<Record<string, string | readonly string[]>>,
): PackedEmoji {
  const own = [codes[hexcode] ?? label.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_')].flat();
  const words = [...new Set([...own, ...tags.map((tag) => tag.replaceAll(/\s+/g, '_'))])].join(' ');
  const tones = skins.filter(({ tone }) => typeof tone === 'number').map((skin) => skin.emoji);
  const kept = tones.length === TONES.length ? [tones.join(' ')] : [];
  return [emoji, label, words, group, version, ...kept] as PackedEmoji;
}

function read<T>(path: string): T {
  return JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve(`emojibase-data/${path}`), 'utf8'),
  ) as T;
}
