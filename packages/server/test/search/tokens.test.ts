import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fold } from '../../src/features/search/analyser/fold.ts';
import { tokensOf } from '../../src/features/search/analyser/tokens.ts';
import { sketch } from './support/sketch.ts';

/** What is written, and its tokens; parts and wholes in brackets behind the word where they begin. */
function rules(table: Readonly<Record<string, string>>): void {
  for (const [text, tokens] of Object.entries(table)) {
    it(JSON.stringify(text), () => assert.equal(sketch(text), tokens));
  }
}

describe('words', () => {
  rules({
    'But soft! What light': 'but soft what light',
    'Crème brûlée, Ærø, Łódź, Đà Nẵng, ΣΊΣΥΦΟΣ': 'creme brulee aero lodz da nang σισυφοσ',
    'Straße STRASSE İstanbul ılık': 'strasse strasse istanbul ilik',
    'Всё мой ЁЛКА': 'все мой елка',
    "don't l’amour": 'don(dont) t l(lamour) amour',
    'e-mail wi‐fi co--op': 'e(email) mail wi(wifi) fi co op',
    'ﬁne ① ½ ㎏ ™': 'fine 1 1 2 kg tm',
    'so\u00ADft a\u200Bb \uFEFFc': 'soft ab c',
    '': '',
    ' .,;!? -- — \n\t': '',
    '\uD800 a \uDC00': 'a',
  });
});

describe('code', () => {
  rules({
    snake_case: 'snake(snakecase) case',
    __init__: 'init',
    camelCase: 'camelcase(camel case)',
    HTMLParser: 'htmlparser(html parser)',
    'getURLs GitHub': 'geturls(get ur ls) github(git hub)',
    𖹀́a: '𖹠́a',
    iPhone15: 'iphone(iphone15 i phone) 15',
    'utf-8 UTF8 h264': 'utf(utf8) 8 utf(utf8) 8 h(h264) 264',
    'x.y[0]->z': 'x y 0 z',
    'my-iPhone15': 'my(myiphone15) iphone(iphone15 i phone) 15',
    'C++ C# F#, c++17': 'c++(c) c#(c) f#(f) c++(c) 17',
    'abc++ i++;': 'abc i++(i)',
    '#tag @ann': 'tag ann',
    'node:sqlite': 'node sqlite',
    a3f2: 'a(a3f2) 3 f 2',
  });
});

describe('addresses and numbers', () => {
  rules({
    'https://posthorn.example/a/b?q=1#top': 'https posthorn example a b q 1 top',
    'ann.lee@verona.example': 'ann lee verona example',
    '10.0.0.1:8080': '10 0 0 1 8080',
    '3.14 1,000,000 1,2': '3 14 1(1000000) 000 000 1 2',
    '2026-11-29': '2026(20261129) 11 29',
    '138-0013-8000': '138(13800138000) 0013 8000',
    '€5 50%': '5 50',
    '٣٤ ४२ ๕ ９': '34 42 5 9',
  });
});

describe('Chinese, Japanese, Korean, Thai', () => {
  rules({
    我们明天去北京: '我们 们明 明天 天去 去北 北京 京',
    '好。 你好': '好 你好 好',
    用iPhone拍照: '用 iphone(i phone) 拍照 照',
    東京タワー: '東京 京タ タワ ワー ー',
    ﾃﾞｰﾀﾍﾞｰｽ: 'デー ータ タベ ベー ース ス',
    'か\u3099': 'が',
    'データ・ベース、佐々木': 'デー ータ タ ベー ース ス 佐々 々木 木',
    '학교에서 \u1112\u1161\u11AB': '학교 교에 에서 서 한',
    ภาษาไทย: 'ภา าษ ษา าไ ไท ทย ย',
    '㍿': '株式 式会 会社 社',
    𠮷野家: '𠮷野 野家 家',
    ㄅㄆ: 'ㄅㄆ ㄆ',
  });
});

describe('Arabic, Hebrew, Hindi', () => {
  rules({
    'مُحَمَّد محمد': 'محمد محمد',
    'أحمد احمد آمنة': 'احمد احمد امنه',
    'كـتـاب کتاب': 'كتاب كتاب',
    'שָׁלוֹם שלום': 'שלום שלום',
    'हिन्दी फ़िल्म फिल्म': 'हिन्दी फिल्म फिल्म',
    'क्\u200Dष': 'क्ष',
  });
});

describe('full-width forms', () => {
  rules({
    ＡＢＣ１２３: 'abc(abc123) 123',
    'ｆｕｌｌ　ｗｉｄｔｈ': 'full width',
  });
});

describe('emoji', () => {
  rules({
    '👍 👍🏽': '👍 👍',
    'nice🎉🎉': 'nice 🎉 🎉',
    '❤️ ❤': '❤ ❤',
    '👨‍👩‍👧 👩🏽‍🚀': '👨‍👩‍👧 👩‍🚀',
    '🇨🇳🇩🇪': '🇨🇳 🇩🇪',
    '1️⃣': '1',
  });
});

describe('places', () => {
  it('are of the text as it was typed', () => {
    const text = 'Ünü e\u0301te\u0301 ㍿!';
    assert.deepEqual(
      tokensOf(text).map(({ start, end }) => text.slice(start, end)),
      ['Ünü', 'e\u0301te\u0301', '㍿', '㍿', '㍿', '㍿'],
    );
  });

  it('of what stands at one position', () => {
    const text = 'see my_iPhone15.';
    assert.deepEqual(
      tokensOf(text).map(({ kind, position, start, end }) => [kind, position, text.slice(start, end)]),
      [
        ['word', 0, 'see'],
        ['word', 1, 'my'],
        ['whole', 1, 'my_iPhone15'],
        ['word', 2, 'iPhone'],
        ['whole', 2, 'iPhone15'],
        ['part', 2, 'i'],
        ['part', 2, 'Phone'],
        ['word', 3, '15'],
      ],
    );
  });

  it('of the first character, with its marks', () => {
    const text = 'か\u3099く𠮷';
    assert.deepEqual(
      tokensOf(text).map(({ start, firstEnd }) => text.slice(start, firstEnd)),
      ['か\u3099', 'く', '𠮷'],
    );
  });
});

it('what is longer than a name has neither parts nor wholes', () => {
  assert.equal(sketch('aB'.repeat(33)), 'ab'.repeat(33));
  assert.equal(sketch(`${'a'.repeat(60)}_12345`), `${'a'.repeat(60)} 12345`);
});

it('more marks than any character has are taken apart', () => {
  assert.equal(sketch(`z${'\u0301'.repeat(10_000)}`).slice(0, 1), 'z');
});

it('every character is folded as with something invisible behind it, which bars the short way', () => {
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const char = String.fromCodePoint(code);
    assert.equal(fold(char).plain, fold(`${char}\uFE0F`).plain, code.toString(16));
  }
});

it('every character has the same tokens, composed or not', () => {
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const char = String.fromCodePoint(code);
    const taken = char.normalize('NFD');
    if (taken !== char)
      assert.equal(sketch(`a ${taken}`), sketch(`a ${taken.normalize('NFC')}`), code.toString(16));
  }
});
