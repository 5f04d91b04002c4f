import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import {
  encode,
  encodePrefix,
  MAX_CODE_LETTERS,
  MIN_CODE_LETTERS,
} from '../../src/features/search/analyser/encode.ts';

/** Of InnoDB (INFORMATION_SCHEMA.INNODB_FT_DEFAULT_STOPWORD); of PostgreSQL and MyISAM those that begin with q. */
const STOP_WORDS = (
  'a about an are as at be by com de en for from how i in is it la of on or that the this to was what when where who will ' +
  'with und the www qu qual quale quando quanta quante quanti quanto que quella quelle quelli quello quem questa queste ' +
  'questi questo qui quien quienes quite qv'
).split(' ');

/** Short ones of few characters, so that some are alike, and any. */
function anyToken(): fc.Arbitrary<string> {
  const unit = fc.constantFrom(
    'a',
    'j',
    'q',
    'v',
    'x',
    'z',
    '0',
    '9',
    '+',
    '你',
    '好',
    'é',
    '\u0000',
    '\uFFFF',
    '👍',
  );
  return fc.oneof(
    fc.string({ unit, minLength: 1, maxLength: 6 }),
    fc.string({ unit, minLength: 1, maxLength: 40 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  );
}

describe('the code of a token', () => {
  it('is readable, if it is an English word', () => assert.equal(encode('search'), 'qqsearch'));
  it('has two letters for digits and rare letters, four for others', () => {
    assert.equal(encode('v8'), 'qqvovi');
    assert.equal(encode('北京').length, 10);
  });

  it('has letters only, as many as every index takes', () => {
    fc.assert(
      fc.property(anyToken(), (token) => {
        const code = encode(token);
        assert.match(code, /^[a-z]+$/);
        assert.ok(code.length >= MIN_CODE_LETTERS && code.length <= MAX_CODE_LETTERS, code);
      }),
      { numRuns: runs(700) },
    );
  });

  it('is no stop word, whatever it is of', () => {
    for (const word of STOP_WORDS) assert.ok(!STOP_WORDS.includes(encode(word)), word);
    assert.ok(!STOP_WORDS.some((word) => word.startsWith('qq')));
    fc.assert(fc.property(anyToken(), (token) => encode(token).startsWith('qq')));
  });

  it('is of no other token', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyToken(), { maxLength: 200 }), (tokens) => {
        assert.equal(new Set(tokens.map(encode)).size, tokens.length);
      }),
      { numRuns: runs(300) },
    );
  });

  it('differs for all single units', () => {
    const codes = new Set(Array.from({ length: 65_536 }, (_, unit) => encode(String.fromCharCode(unit))));
    assert.equal(codes.size, 65_536);
  });

  it('differs for long tokens that begin alike, and is as long as may be', () => {
    const long = 'a'.repeat(500);
    assert.notEqual(encode(`${long}b`), encode(`${long}c`));
    assert.equal(encode(long).length, MAX_CODE_LETTERS);
    assert.equal(encode('a'.repeat(MAX_CODE_LETTERS - 3)).length, MAX_CODE_LETTERS - 1);
    assert.equal(encode('a'.repeat(MAX_CODE_LETTERS - 2)).length, MAX_CODE_LETTERS);
    assert.match(encode('a'.repeat(MAX_CODE_LETTERS - 2)), /[b-z]{3}/);
  });
});

describe('the code of a prefix', () => {
  it('begins the codes of all tokens with it', () => {
    fc.assert(
      fc.property(anyToken(), fc.nat(), (token, at) => {
        const prefix = token.slice(0, 1 + (at % token.length));
        assert.ok(encode(token).startsWith(encodePrefix(prefix).code), `${token} ${prefix}`);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('begins no other code, if it is exact', () => {
    fc.assert(
      fc.property(anyToken(), anyToken(), (token, prefix) => {
        const { code, isExact } = encodePrefix(prefix);
        if (!isExact || !encode(token).startsWith(code)) return;
        assert.ok(token.startsWith(prefix), `${token} ${prefix}`);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('says if it stands for more', () => {
    assert.equal(encodePrefix('a'.repeat(43)).isExact, true);
    assert.equal(encodePrefix('a'.repeat(44)).isExact, false);
  });
});
