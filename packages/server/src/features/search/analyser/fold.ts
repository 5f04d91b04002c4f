/**
 * The form in which texts are compared. Compatibility forms (NFKC, UAX #15), diacritics and the script of digits make no
 * difference; upper case is kept, because words begin within `camelCase`. Takes time in proportion to the text.
 *
 * @module
 */

/** A folded text that knows where each of its UTF-16 units comes from. */
export interface Folded {
  readonly plain: string;
  /** Where the character that a unit of `plain` belongs to starts in the text, with its marks. */
  readonly starts: readonly number[];
  /** Where that character ends. */
  readonly ends: readonly number[];
}

/** Marks, tones of skin, and letters of flags belong to the character before them. */
const MARKS = '\\p{M}\\p{Emoji_Modifier}\\u{E0020}-\\u{E007F}';
/** And these to one of their own script, with which they melt: vowels and finals of Hangul, halfwidth voice marks. */
const JAMO = '\\u1160-\\u11FF\\uD7B0-\\uD7FF';
const VOICED = '\\uFF9E\\uFF9F';
const KIRAT_RAI = '\\u{16D67}';
/** The most frequent characters that stay as they are: a short way past all that follows. */
const FREQUENT = [
  '\\0-\\x7F',
  // Greek, Cyrillic
  '\\u0391-\\u03A1\\u03A3-\\u03A9\\u03B1-\\u03C9\\u0410-\\u044F',
  // Hebrew, Arabic
  '\\u05D0-\\u05EA\\u0627\\u0628\\u062A-\\u063A\\u0641-\\u0648\\u064A',
  // Devanagari, Thai
  '\\u0905-\\u0928\\u092A-\\u0930\\u0932\\u0933\\u0935-\\u0939\\u0E01-\\u0E30\\u0E40-\\u0E46',
  // Chinese, Japanese, Korean
  '\\u3001-\\u3011\\u3041-\\u3096\\u30A1-\\u30FA\\u30FC\\u4E00-\\u9FFF\\uAC00-\\uD7A3',
].join('');
/** Without the bound, a long run would fill the stack of the pattern. */
const UNCHANGED = new RegExp(`[${FREQUENT}]{1,1024}(?![${MARKS}${JAMO}${VOICED}])`, 'uy');
/**
 * A character with its marks. Normalising takes time quadratic in the number of marks, so more than 30 of them are
 * taken apart (UAX #15, stream-safe text format).
 */
const CHARACTER = new RegExp(
  [
    `[\\u1100-\\u11FF\\uA960-\\uA97F\\uAC00-\\uD7FF][${MARKS}${JAMO}]{0,30}`,
    `[\\u3041-\\u30FF\\uFF66-\\uFF9D][${MARKS}${VOICED}]{0,30}`,
    `[\\u{16D63}-\\u{16D6A}][${MARKS}${KIRAT_RAI}]{0,30}`,
    `[^][${MARKS}]{0,30}`,
  ].join('|'),
  'uy',
);

/** Marks here only help to pronounce; in most other scripts they are vowels. */
const DECORATED =
  /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])(\p{Mn}+)/gu;
/** A dot below letters of Indian scripts that are often typed without it. */
const NUKTA = /[\u093C\u09BC\u0A3C\u0ABC\u0B3C\u0CBC]/g;
const BREVE = '\u0306';
const ZERO_WIDTH_JOINER = '\u200D';
const PICTURE = /\p{Extended_Pictographic}$/u;
/** Nothing to be seen, tones of skin, and what surrounds a character: they make no other word and no other emoji. */
const WITHOUT_MEANING = /[\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\p{Me}]/gu;

/** Letters that NFKC keeps apart and people do not. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  ł: 'l',
  Ł: 'L',
  þ: 'th',
  Þ: 'Th',
  ħ: 'h',
  Ħ: 'H',
  ŧ: 't',
  Ŧ: 'T',
  ı: 'i',
  // Arabic: forms of alef, yeh, kaf and teh marbuta, and the stroke that only stretches a word.
  '\u0671': '\u0627',
  '\u0649': '\u064A',
  '\u06CC': '\u064A',
  '\u06A9': '\u0643',
  '\u0629': '\u0647',
  '\u0640': '',
  // Apostrophes, hyphen and minus.
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '‐': '-',
  '−': '-',
};
const SPELT = new RegExp(`[${Object.keys(SPELLINGS).join('')}]`, 'gu');

export function fold(text: string): Folded {
  const pieces: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let isBehindPicture = false;
  for (let at = 0; at < text.length;) {
    const unchanged = matchAt(UNCHANGED, text, at);
    if (unchanged !== '') {
      for (let unit = at; unit < at + unchanged.length; unit += 1) {
        starts.push(unit);
        ends.push(unit + 1);
      }
      pieces.push(unchanged);
      at += unchanged.length;
      isBehindPicture = false;
      continue;
    }
    const character = matchAt(CHARACTER, text, at);
    const joins = isBehindPicture && character === ZERO_WIDTH_JOINER;
    const folded = joins ? character : foldCharacter(character);
    for (let unit = 0; unit < folded.length; unit += 1) {
      starts.push(at);
      ends.push(at + character.length);
    }
    pieces.push(folded);
    at += character.length;
    if (folded !== '') isBehindPicture = PICTURE.test(folded);
  }
  return { plain: pieces.join(''), starts, ends };
}

/** Lower case, with one sigma. */
export function lowerCase(plain: string): string {
  return plain.toLowerCase().replaceAll('ς', 'σ');
}

function foldCharacter(character: string): string {
  return character
    .normalize('NFKC')
    .normalize('NFD')
    .replace(DECORATED, (_, letter: string, marks: string) => letter + keptOf(letter, marks))
    .replace(NUKTA, '')
    .normalize('NFC')
    .replace(SPELT, (letter) => SPELLINGS[letter] ?? letter)
    .replace(WITHOUT_MEANING, '')
    .replace(/\p{Nd}/gu, asciiDigit);
}

/** й is a letter of its own, unlike ё. */
function keptOf(letter: string, marks: string): string {
  return /[иИ]/.test(letter) && marks.includes(BREVE) ? BREVE : '';
}

/** Digits of a script are ten in a row (Unicode §4.6). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
