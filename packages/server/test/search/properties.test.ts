/** What holds for every text. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { codesOf } from '../../src/features/search/analyser/codes.ts';
import { SearchedText } from '../../src/features/search/analyser/matches.ts';
import { parseQuery } from '../../src/features/search/analyser/query.ts';
import { isBeside, tokensOf } from '../../src/features/search/analyser/tokens.ts';
import { anyText } from './support/texts.ts';

const RUNS = { numRuns: runs(1000) };

function isFound(text: string, typed: string): boolean {
  return new SearchedText(text).matches(parseQuery(typed));
}

/** ﷺ is four words, the last of which goes on in a letter behind it. */
function isLonger(typed: string): boolean {
  const units = (form: string): number => Array.from(typed, (char) => char.normalize(form)).join('').length;
  return units('NFKC') > units('NFC');
}

describe('every text', () => {
  it('has tokens that stand in it, in the order of their positions, without gaps', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        let [next, start] = [0, 0];
        for (const token of tokensOf(text)) {
          assert.ok(token.text !== '' && token.start < token.firstEnd && token.firstEnd <= token.end);
          assert.ok(token.start >= 0 && token.end <= text.length);
          if (isBeside(token)) {
            assert.equal(token.position, next - 1);
            continue;
          }
          assert.equal(token.position, next);
          assert.ok(token.start >= start);
          [next, start] = [next + 1, token.start];
        }
        assert.equal(codesOf(text).sequence.length, next);
      }),
      RUNS,
    );
  });

  it('has the same tokens, composed or not', () => {
    const tokens = (text: string): string[] => tokensOf(text).map((token) => token.text);
    fc.assert(
      fc.property(anyText(), (text) => {
        assert.deepEqual(tokens(text.normalize('NFD')), tokens(text.normalize('NFC')));
      }),
      RUNS,
    );
  });

  it('has the same words in either case', () => {
    const words = (text: string): string[] =>
      tokensOf(text).flatMap((token) => (isBeside(token) ? [] : [token.text]));
    fc.assert(
      fc.property(fc.array(fc.constantFrom('aB', 'É', 'ß', 'Σς', 'Й1', 'æ', ' ', '-', '你')), (parts) => {
        const text = parts.join('');
        assert.deepEqual(words(text.toUpperCase()), words(text.toLowerCase()));
      }),
      RUNS,
    );
  });
});

describe('a text is found', () => {
  it('by each of its words, parts and wholes, as they stand in it', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        for (const { start, end, text: token } of tokensOf(text)) {
          const typed = text.slice(start, end);
          if (typed.length > 100 || isLonger(typed)) continue;
          assert.ok(isFound(text, `"${typed}"`), JSON.stringify([text, typed, token]));
        }
      }),
      { numRuns: runs(400) },
    );
  });

  it('by the beginnings of its words', () => {
    fc.assert(
      fc.property(anyText(), fc.nat(), (text, cut) => {
        const words = tokensOf(text).filter(
          ({ kind, text: token }) => kind === 'word' && /^\p{L}+$/u.test(token),
        );
        for (const { text: word } of words) {
          const chars = Array.from(word);
          const typed = chars.slice(0, 1 + (cut % chars.length)).join('');
          assert.ok(isFound(text, `${typed}*`), JSON.stringify([text, typed]));
        }
      }),
      { numRuns: runs(400) },
    );
  });

  it('by any two or more characters of a script without blanks, and by any one', () => {
    const unit = fc.constantFrom(...Array.from('我们明天去北京東タワー데이터학교한がぎ𠮷ไทยน้ำ'));
    const anyRun = fc
      .string({ unit, minLength: 1, maxLength: 30 })
      .filter((run) => !/^\p{M}/u.test(run.normalize('NFKC')));
    const anyBetween = fc.constantFrom('', ' ', 'abc', '。', '1');
    fc.assert(
      fc.property(anyBetween, anyRun, anyBetween, fc.nat(), fc.nat(), (before, run, behind, from, length) => {
        const chars = Array.from(run);
        const start = from % chars.length;
        const typed = chars.slice(start, start + 1 + (length % (chars.length - start))).join('');
        assert.ok(isFound(before + run + behind, typed), typed);
      }),
      RUNS,
    );
  });

  it('by no two characters that it does not have', () => {
    const anyRun = fc.string({ unit: fc.constantFrom('北', '京', '天', '气', ' '), maxLength: 12 });
    fc.assert(
      fc.property(
        anyRun,
        fc.string({ unit: fc.constantFrom('北', '京', '天', '气'), minLength: 2, maxLength: 4 }),
        (text, typed) => {
          assert.equal(isFound(text, typed), text.includes(typed));
        },
      ),
      RUNS,
    );
  });

  it('by words in quotes, as they stand in it', () => {
    const word = fc.constantFrom('but', 'soft', 'camelCase', 'snake_case', 'C++', '42', '👍', 'café');
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.nat(),
        (words, from, length) => {
          const start = from % words.length;
          const typed = words.slice(start, start + 1 + (length % (words.length - start))).join(' ');
          assert.ok(isFound(words.join(' '), `"${typed}"`), typed);
        },
      ),
      RUNS,
    );
  });
});
