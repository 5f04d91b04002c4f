/**
 * Texts that cost more than they look like, to whoever normalises, trims, splits, matches or parses them.
 */

const repeated = (unit: string) => (size: number) =>
  unit.repeat(Math.ceil(size / unit.length)).slice(0, size);

/** By name; each makes a text of about so many UTF-16 units. */
export const NASTY_TEXTS: Readonly<Record<string, (size: number) => string>> = {
  'accents in the wrong order': (size) =>
    `a${'\u0301'.repeat(size / 2)}${'\u0316'.repeat(Math.max(0, size / 2 - 1))}`,
  'halfwidth marks between others': repeated('\uFF9E\u0316'),
  'ligatures of eighteen letters': repeated('\uFDFA'),
  'parts of Hangul syllables': repeated('\u1112\u1161\u11AB'),
  'letters that grow in lower case': repeated('İ'),
  'families of emoji': repeated('👩‍👩‍👧‍👦'),
  'half a surrogate pair': repeated('a\uD800'),
  'blanks before a letter': (size) => `${' '.repeat(size - 1)}x`,
  'blanks between letters': (size) => `x${' '.repeat(size - 2)}x`,
  'dots between letters': (size) => `x${'.'.repeat(size - 2)}x`,
  'line feeds': repeated('\n'),
  digits: repeated('9'),
  'digits and letters': repeated('9a'),
  'dots and labels': (size) => `http://${'a.'.repeat(size / 2 - 4)}`,
  'a host with accents': (size) => `http://a${'\u0301\u0316'.repeat(size / 2 - 4)}`,
  'percent signs': repeated('%'),
  'quotes and backslashes': repeated('\\"'),
  brackets: repeated('[({<'),
  commas: repeated(','),
  'a long word in base64': repeated('QUFB'),
  'look-alikes and what nobody sees': repeated('о\u200B\uFE0F\u034F\u1160'),
};

export const PLAIN_TEXT = repeated('abcdefgh');
