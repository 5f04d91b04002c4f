import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namedIn, parse, plainText } from '../src/index.ts';
import { sketch } from './support/sketch.ts';

/** What is typed, and its tree in short. A text that comes out as it went in has no markup. */
function rules(table: Readonly<Record<string, string>>): void {
  for (const [typed, tree] of Object.entries(table)) {
    it(JSON.stringify(typed), () => assert.equal(sketch(typed), tree));
  }
}

function stays(...texts: readonly string[]): void {
  rules(Object.fromEntries(texts.map((text) => [text, text])));
}

describe('spans', () => {
  rules({
    '**bold** __bold__': '{bold bold} {bold bold}',
    '*italic* _italic_': '{italic italic} {italic italic}',
    '~~gone~~ ||secret||': '{strike gone} {spoiler secret}',
    '***both***': '{italic {bold both}}',
    '***both** one*': '{italic {bold both} one}',
    '**a *b* c**': '{bold a {italic b} c}',
    '*a **b***': '{italic a {bold b}}',
    '||**a** ~~b~~||': '{spoiler {bold a} {strike b}}',
    '(*a*), "**b**"!': '({italic a}), "{bold b}"!',
    '**a *b** c': '{bold a *b} c',
    '*a\nb*': '{italic a{break}b}',
  });
});

describe('marks that are none', () => {
  stays(
    'snake_case_name',
    '2*3*4',
    '2 * 3 * 4 and 5 ** 6',
    'a || b || c',
    'x||y||z',
    'if (~~x)',
    '**a',
    'a**',
    'x * a*',
    '****a****',
    '|||a|||',
    '~a~',
    'f(*args, **kwargs)',
    '*.txt *.md',
    '# no heading',
  );
  it('are joined to their text', () => assert.deepEqual(parse('a*b')[0], parse('a\\*b')[0]));
});

describe('scripts without blanks between words', () => {
  rules({
    '这是**重要**的': '这是{bold 重要}的',
    '見て*これ*を': '見て{italic これ}を',
    '**"重要"**的': '{bold "重要"}的',
    '看https://a.com/b，好': '看{link https://a.com/b https://a.com/b}，好',
    '你好@ann，来': '你好{@ ann}，来',
  });
});

describe('code', () => {
  rules({
    'say `**a**` now': 'say {code **a**} now',
    '``a ` b``': '{code a ` b}',
    '`` ` ``': '{code `}',
    '```a```': '{code a}',
    '*a `b* c`': '*a {code b* c}',
    '`a\nb`': '{code a b}',
    '```ts\nlet a = 1;\n\n  b\n```\nc': '{code-block ts}\n  let a = 1;\n  \n    b\nc',
    'a\n```\n**b**': 'a\n{code-block }\n  **b**',
    '````\n```\n````': '{code-block }\n  ```',
    '```let a = 1;\nlet b;```\nc': '{code-block }\n  let a = 1;\n  let b;\nc',
  });
  stays('`a', '``a`', 'it`s');
});

describe('links', () => {
  rules({
    '[**a** b](https://c.d/e_(f)?g=1)': '{link https://c.d/e_(f)?g=1 {bold a} b}',
    '[a](mailto:b@c.d)': '{link mailto:b@c.d a}',
    '[](https://a.b)': '{link https://a.b https://a.b}',
    '[https://a.b](https://c.d)': '{link https://c.d https://a.b}',
    '[a [b](https://c.d) e](https://f.g)': '[a {link https://c.d b} e]({link https://f.g https://f.g})',
    '[1] [a](https://b.c)': '[1] {link https://b.c a}',
    'https://a.b/c_d_e.': '{link https://a.b/c_d_e https://a.b/c_d_e}.',
    '(see http://a.b/c_(d))': '(see {link http://a.b/c_(d) http://a.b/c_(d)})',
    '<HTTPS://A.B>, "mailto:a@b.c"!': '<{link HTTPS://A.B HTTPS://A.B}>, "{link mailto:a@b.c mailto:a@b.c}"!',
    '**https://a.b** ||https://c.d||':
      '{bold {link https://a.b https://a.b}} {spoiler {link https://c.d https://c.d}}',
    'http://[::1]:80/': '{link http://[::1]:80/ http://[::1]:80/}',
  });
  stays(
    '[a](javascript:alert)',
    '[a](data:text/html,x)',
    '[a](/b)',
    '[a] (b)',
    'xhttps://a.b',
    'http:// https://. mailto:',
    'ftp://a.b file:///etc',
  );
  it('no other scheme, however it is written', () => {
    for (const url of [
      'JavaScript:x',
      ' javascript:x',
      'java\nscript:x',
      'vbscript:x',
      'blob:https://a',
      '//a.b',
    ]) {
      assert.deepEqual(
        namedIn(parse(`[a](${url})`)).urls.filter((each) => !each.startsWith('https:')),
        [],
      );
    }
  });
});

describe('mentions', () => {
  rules({
    '@ann, @Bob-2. @all @here': '{@ ann}, {@ Bob-2}. {@ all} {@ here}',
    '(@ann) **@ann**': '({@ ann}) {bold {@ ann}}',
    '@a_b @小明 @é': '{@ a_b} {@ 小明} {@ é}',
  });
  stays('ann@example.com', '@ ann', '@@', '`@'.slice(1));
});

describe('quotes', () => {
  rules({
    '> a\n> *b*\nc': '{quote}\n  a{break}{italic b}\nc',
    'a\n>\n>> b': 'a\n{quote}\n  {quote}\n    b',
    '> ```\n> a\n> ```': '{quote}\n  {code-block }\n    a',
    '> - a\n> - b': '{quote}\n  {item}\n    a\n  {item}\n    b',
  });
  stays('>_<', '>:(', 'a > b', '->');
});

describe('lists', () => {
  rules({
    '- a\n* b\n+ c': '{item}\n  a\n{item}\n  b\n{item}\n  c',
    'a:\n1. b\n2) c': 'a:\n{item 1}\n  b\n{item 2}\n  c',
    '1. a\n1. b\n5. c': '{item 1}\n  a\n{item 1}\n  b\n{item 5}\n  c',
    '- a\n  - b\n    1. c\n- d': '{item}\n  a\n  {item}\n    b\n    {item 1}\n      c\n{item}\n  d',
    '- a\n  b\nc': '{item}\n  a{break}b\nc',
    '- a\n\n  b\n\n\nc': '{item}\n  a\n  b\nc',
    '- a\n1. b': '{item}\n  a\n{item 1}\n  b',
    '2026. A year': '{item 2026}\n  A year',
    '- > a': '{item}\n  {quote}\n    a',
  });
  stays('-a', '- ', '-', '1.a', '007. Bond', '1234567890. a', '3.14');
});

describe('escapes', () => {
  rules({
    '\\*a\\* \\@ann \\[a](https://b)': '*a* @ann [a]({link https://b https://b})',
    '\\> a': '> a',
    '\\- a': '- a',
    '\\\\*a*': '\\{italic a}',
    '\\`a`': '`a`',
  });
  stays('C:\\temp\\new', '\\(ツ)/', '\\d+', 'a\\');
});

describe('lines', () => {
  rules({ 'a\nb\r\nc\rd': 'a{break}b{break}c{break}d', 'a\n\n\nb': 'a\nb', '  a': '  a' });
  it('of nothing make an empty tree', () => assert.deepEqual(parse(' \n\t\n'), []));
});

describe('plain text', () => {
  it('has no marks, and lines for blocks and items', () => {
    const typed = '**Hi** @ann:\n> so ~~not~~\n\n1. [a](https://b.c)\n   - `d`\n\n```ts\ne\n```';
    assert.equal(plainText(parse(typed)), 'Hi @ann:\n> so not\n1. a (https://b.c)\n  • d\ne');
  });

  it('hides spoilers where they may be read over a shoulder', () => {
    const tree = parse('it was ||the **butler**||!');
    assert.equal(plainText(tree, { hideSpoilers: true }), 'it was ████!');
    assert.equal(plainText(tree), 'it was the butler!');
  });
});

it('named are mentions and URLs, each once, and none in code', () => {
  const typed = '> @ann https://a.b\n- [@bob](https://c.d) ||@ann||\n\n`@eve` https://a.b\n```\n@eve\n```';
  assert.deepEqual(namedIn(parse(typed)), { mentions: ['ann', 'bob'], urls: ['https://a.b', 'https://c.d'] });
});
