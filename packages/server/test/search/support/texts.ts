/** Texts that an analyser may be wrong about. */
import fc from 'fast-check';

const CODE = "a b ab camelCase HTMLParser snake_case iPhone15 C++ C# e-mail don't __ - ' , ++".split(' ');
const NUMBERS = '1 42 1,000 3.14 2026-11-29 https://a.example/b?c=d ann@b.example'.split(' ');
const LATIN = 'é e\u0301 ß İ ı Σ ς й и\u0306 ё Å \u0301 \u0308\u0301'.split(' ');
const PAIRED =
  '你 你好 我们明天去北京 。 「 」 東京タワー か\u3099 ﾊﾞ 学校 々 ー 𠮷 학교 \u1112\u1161\u11AB ㅋㅋ ภาษาไทย น้ำ မြန်မာ ខ្មែរ ລາວ'.split(
    ' ',
  );
const OTHERS = 'محمد مُحَمَّد ﷺ شَ שָׁלוֹם हिन्दी क़ क्\u200Dष தமிழ்'.split(' ');
const EMOJI = '👍 👍🏽 ❤️ 👨‍👩‍👧 🇨🇳 🇩 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 \u200D \uFE0F'.split(' ');
const FORMS = 'Ａ １ ： ＂ ㍿ ﬁ ½ ™ \uD800 \uDC00 \u200B \u00AD \0'.split(' ');
const ASKED = '" “ ” * - : from: has:file before:2026'.split(' ');
const REPEATED =
  "aB|Ab|AB|a1|a_|a-1|1,000,|a'|___|a.b|A1_b-|C++ |你a|a |👍\u200D|e\u0301\u0323|if (a) { b }\n|-a |from:a |a* |「a|𠮷a".split(
    '|',
  );
const BLANKS = [' ', ' ', '\n', '\u3000'];
const SNIPPETS = [CODE, NUMBERS, LATIN, PAIRED, OTHERS, EMOJI, FORMS, ASKED, BLANKS].flat();

/** Made of what is special, and of anything. */
export function anyText(): fc.Arbitrary<string> {
  return fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...SNIPPETS) },
        fc.string({ unit: 'binary', maxLength: 4 }),
      ),
      {
        maxLength: 30,
      },
    )
    .map((parts) => parts.join(''));
}

/** Texts of at least so many UTF-16 units that would be slow, if something were. */
export function nastyTexts(units: number): ReadonlyMap<string, string> {
  const patterns = [...SNIPPETS, ...REPEATED];
  const texts = new Map(
    patterns.map((pattern) => [pattern, pattern.repeat(Math.ceil(units / pattern.length))]),
  );
  texts.set('marks', `a${'\u0301'.repeat(units)}`);
  texts.set('marks of two classes', `a${'\u0301\u0323'.repeat(units / 2)}`);
  texts.set('a word and its end', `${'a'.repeat(units)}+`);
  texts.set('a picture and marks', `👍${'\uFE0F'.repeat(units)}`);
  return texts;
}
