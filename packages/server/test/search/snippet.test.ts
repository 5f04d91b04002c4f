import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { parseQuery } from '../../src/features/search/analyser/query.ts';
import { snippet } from '../../src/features/search/analyser/snippet.ts';
import { anyText } from './support/texts.ts';

/** The snippet with what was found in brackets, and dots where it is cut. */
function shown(text: string, typed: string, maxUnits?: number): string {
  const found = snippet(text, parseQuery(typed), maxUnits === undefined ? {} : { maxUnits });
  let [drawn, at] = ['', 0];
  for (const { start, end } of found.ranges) {
    drawn += `${found.text.slice(at, start)}[${found.text.slice(start, end)}]`;
    at = end;
  }
  drawn += found.text.slice(at);
  return `${found.isCutBefore ? '…' : ''}${drawn}${found.isCutBehind ? '…' : ''}`;
}

function rules(table: readonly (readonly [text: string, typed: string, drawn: string])[]): void {
  for (const [text, typed, drawn] of table) {
    it(`${text} ← ${typed}`, () => assert.equal(shown(text, typed), drawn));
  }
}

describe('what was found is marked', () => {
  rules([
    ['But soft, what light', 'soft LIGHT', 'But [soft], what [light]'],
    ['Crème Brûlée', 'brulee', 'Crème [Brûlée]'],
    ['nothing of it', 'else', 'nothing of it'],
    ['nothing is not shown', '-nothing shown', 'nothing is not [shown]'],
    ['exact words, words exact', '"exact words"', '[exact words], words exact'],
    ['budget and budgets', 'budg*', '[budget] and [budgets]'],
    ['我们明天去北京。', '北京', '我们明天去[北京]。'],
    ['我们明天去北京。', '明天去', '我们[明天去]北京。'],
    ['北京京剧', '京', '北[京京]剧'],
    ['か\u3099くせい', 'が', '[か\u3099]くせい'],
    ['학교에서 만나요', '학교', '[학교]에서 만나요'],
    ['ผมรักประเทศไทยมาก', 'ประเทศไทย', 'ผมรัก[ประเทศไทย]มาก'],
    ['call getUserName() now', 'user', 'call get[User]Name() now'],
    ['call getUserName() now', 'getusername', 'call [getUserName]() now'],
    ['see snake_case', 'snakecase', 'see [snake_case]'],
    ['see snake_case', 'case', 'see snake_[case]'],
    ['at https://a.example/b?c=1!', 'https://a.example/b?c=1', 'at [https://a.example/b?c=1]!'],
    ['at https://a.example/b?c=1!', 'example', 'at https://a.[example]/b?c=1!'],
    ['1,000,000 of them', '1000000', '[1,000,000] of them'],
    ['ＡＢＣ', 'abc', '[ＡＢＣ]'],
    ['مُحَمَّد هنا', 'محمد', '[مُحَمَّد] هنا'],
    ['नमस्ते दुनिया', 'दुनिया', 'नमस्ते [दुनिया]'],
    ['great 👍🏽!', '👍', 'great [👍🏽]!'],
    ['C++ or C', 'c++', '[C++] or C'],
    ['it is wifi', 'wi-fi', 'it is [wifi]'],
    ['a b c', '"a b" "b c"', '[a b c]'],
  ]);
});

describe('a long text is cut', () => {
  const filler = (words: number): string => 'lorem ipsum '.repeat(words);

  it('around what was found, at blanks', () => {
    const text = `${filler(50)}the budget of Verona ${filler(50)}`;
    assert.equal(shown(text, 'budget', 40), '…ipsum the [budget] of Verona lorem ipsum…');
  });

  it('where most terms are', () => {
    const text = `budget ${filler(20)}budget budget ${filler(20)}budget of Verona ${filler(20)}`;
    assert.equal(shown(text, 'budget verona', 30), '…[budget] of [Verona] lorem…');
    assert.equal(shown(text, 'budget', 30), '…[budget] [budget] lorem ipsum…');
  });

  it('at its beginning, if nothing was found', () => {
    assert.equal(shown(filler(50), 'budget', 20), 'lorem ipsum lorem…');
  });

  it('at the end', () => {
    assert.equal(shown(`${filler(50)}end`, 'end', 20), '…lorem ipsum [end]');
  });

  it('between characters, where there are no blanks', () => {
    assert.equal(shown('好'.repeat(100) + '北京' + '好'.repeat(100), '北京', 8), '…好好[北京]好好好好…');
    assert.equal(shown('𠮷'.repeat(100) + '北京' + '𠮷'.repeat(100), '北京', 9), '…𠮷[北京]𠮷𠮷…');
  });

  it('within what was found, if that is longer', () => {
    assert.equal(shown(`a ${'b'.repeat(50)} c`, 'b*', 10), `…[${'b'.repeat(10)}]…`);
  });
});

it('of every text is a piece of it within bounds, with ranges in order', () => {
  fc.assert(
    fc.property(anyText(), anyText(), fc.integer({ min: 1, max: 60 }), (text, typed, maxUnits) => {
      const found = snippet(text, parseQuery(typed), { maxUnits });
      assert.ok(found.text.length <= maxUnits);
      assert.equal(text.slice(found.start, found.start + found.text.length), found.text);
      assert.equal(found.isCutBefore, found.start > 0);
      assert.equal(found.isCutBehind, found.start + found.text.length < text.length);
      let at = -1;
      for (const { start, end } of found.ranges) {
        assert.ok(start > at && end > start && end <= found.text.length);
        at = end;
      }
    }),
    { numRuns: runs(1000) },
  );
});
