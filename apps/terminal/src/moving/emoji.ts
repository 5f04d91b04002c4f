/**
 * Emoji by the names that Slack and Mattermost have for them.
 *
 * @module
 */
import { get } from 'node-emoji';
import { MORE_EMOJI } from './emoji-names.ts';

const TONES: Readonly<Record<string, string>> = {
  'skin-tone-2': '🏻',
  'skin-tone-3': '🏼',
  'skin-tone-4': '🏽',
  'skin-tone-5': '🏾',
  'skin-tone-6': '🏿',
  light_skin_tone: '🏻',
  medium_light_skin_tone: '🏼',
  medium_skin_tone: '🏽',
  medium_dark_skin_tone: '🏾',
  dark_skin_tone: '🏿',
};
const FIRST_LETTER = 0x1f1e6;

/** Undefined for a custom one. */
export function emojiNamed(name: string): string | undefined {
  const [base = '', tone] = name.split('::', 2);
  const plain = plainEmoji(base);
  if (plain !== undefined) return toned(plain, tone);
  // As Mattermost has them: `wave_dark_skin_tone`.
  const known = Object.keys(TONES).find((each) => base.endsWith(`_${each}`));
  const untoned = known === undefined ? undefined : plainEmoji(base.slice(0, -known.length - 1));
  return untoned === undefined ? undefined : toned(untoned, known);
}

function plainEmoji(name: string): string | undefined {
  const [, country] = /^flag-([a-z]{2})$/.exec(name) ?? [];
  if (country !== undefined)
    return Array.from(country, (letter) =>
      String.fromCodePoint(FIRST_LETTER + letter.charCodeAt(0) - 'a'.charCodeAt(0)),
    ).join('');
  return MORE_EMOJI.get(name) ?? get(name);
}

function toned(emoji: string, tone: string | undefined): string {
  const mark = tone === undefined ? undefined : TONES[tone];
  if (mark === undefined) return emoji;
  const [first = '', ...rest] = Array.from(emoji.replace(/^(.)\uFE0F/u, '$1'));
  return first + mark + rest.join('');
}
