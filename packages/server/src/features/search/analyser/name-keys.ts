/**
 * How somebody is found by name: each key is a way to type the name, or the rest of it from one of its words on. A name is
 * found by what a key begins with. 张伟 is found by 张, 伟, zhangwei, wei and zw.
 *
 * @module
 */
import { pinyin } from 'pinyin-pro';
import { isBeside, tokensOf } from './tokens.ts';

/** Words and characters of a name that are looked at. */
const MAX_WORDS = 16;
const MAX_KEY_UNITS = 64;
const HAN = /^\p{Script=Han}$/u;

/** A word of a name, or a character of one that has no blanks. */
interface Word {
  readonly text: string;
  readonly isHan: boolean;
}

/** In lower case, without blanks, each once. At most a few hundred, of at most 64 UTF-16 units each. */
export function nameKeys(name: string): readonly string[] {
  const words = wordsOf(name).slice(0, MAX_WORDS);
  const texts = words.map(({ text }) => text);
  const spellings = [texts, ...readingsOf(words)];
  const keys = new Set<string>();
  for (const spelling of spellings) {
    const initials = spelling.map(firstOf);
    for (let from = 0; from < words.length; from += 1) {
      keys.add(keyOf(spelling.slice(from)));
      if (words.length - from > 1) keys.add(keyOf(initials.slice(from)));
    }
  }
  keys.delete('');
  return [...keys];
}

/** What keys of the people begin with whom somebody means who types this. */
export function nameKeyOf(typed: string): string {
  return keyOf(wordsOf(typed).map(({ text }) => text));
}

/** Characters of which a pair tells the first one, and whole words. */
function wordsOf(text: string): readonly Word[] {
  return tokensOf(text)
    .filter((token) => !isBeside(token))
    .map((token) => {
      const word = token.kind === 'pair' ? firstOf(token.text) : token.text;
      return { text: word, isHan: HAN.test(word) };
    });
}

/** Chinese characters as they are read: as in a name, whose first character is a family's, and as elsewhere. */
function readingsOf(words: readonly Word[]): readonly (readonly string[])[] {
  const han = words.filter(({ isHan }) => isHan).map(({ text }) => text);
  if (han.length === 0) return [];
  return (['head', 'off'] as const).flatMap((surname) => {
    const read = pinyin(han.join(''), { toneType: 'none', type: 'array', v: true, surname });
    // One for each character; those without a reading stay.
    let next = 0;
    const reading = words.map(({ text, isHan }) => (isHan ? (read[next++] ?? text) : text));
    return spellingsOf(reading);
  });
}

/** ü is typed as v (on keyboards), u or yu (in passports). */
function spellingsOf(reading: readonly string[]): readonly (readonly string[])[] {
  const isUmlaut = /^[ln]v/;
  if (!reading.some((syllable) => isUmlaut.test(syllable))) return [reading];
  return ['v', 'u', 'yu'].map((typed) =>
    reading.map((syllable) => (isUmlaut.test(syllable) ? syllable.replace('v', typed) : syllable)),
  );
}

function firstOf(word: string): string {
  return String.fromCodePoint(word.codePointAt(0) ?? 0);
}

function keyOf(words: readonly string[]): string {
  return words.join('').slice(0, MAX_KEY_UNITS);
}
