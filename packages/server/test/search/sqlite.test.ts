/** The codes in a real index: FTS5, as it comes with Node. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { codesOf } from '../../src/features/search/analyser/codes.ts';
import { encode, encodePrefix } from '../../src/features/search/analyser/encode.ts';
import { SearchedText } from '../../src/features/search/analyser/matches.ts';
import { parseQuery } from '../../src/features/search/analyser/query.ts';
import type { Query } from '../../src/features/search/analyser/query.ts';
import type { Piece, Term, Way } from '../../src/features/search/analyser/terms.ts';
import { anyText } from './support/texts.ts';

const database = new DatabaseSync(':memory:');
after(() => database.close());
database.exec("CREATE VIRTUAL TABLE texts USING fts5(sequence, beside, tokenize = 'ascii')");
const insert = database.prepare('INSERT INTO texts (rowid, sequence, beside) VALUES (?, ?, ?)');
const empty = database.prepare('DELETE FROM texts');
const select = database.prepare('SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid');

function found(texts: readonly string[], typed: string): readonly string[] {
  empty.run();
  texts.forEach((text, row) => {
    const { sequence, beside } = codesOf(text);
    insert.run(row, sequence.join(' '), beside.join(' '));
  });
  return select.all(expressionOf(parseQuery(typed))).map(({ rowid }) => texts[Number(rowid)] ?? '');
}

function expressionOf({ all, none }: Query): string {
  const wanted = all.map(ofTerm).join(' AND ');
  return none.length === 0 ? wanted : `(${wanted}) NOT (${none.map(ofTerm).join(' OR ')})`;
}

function ofTerm({ ways }: Term): string {
  return `(${ways.map(ofWay).join(' OR ')})`;
}

function ofWay(way: Way): string {
  return `${way.length > 1 ? 'sequence : ' : ''}(${way.map(ofPiece).join(' + ')})`;
}

function ofPiece({ text, isPrefix }: Piece): string {
  return isPrefix ? `${encodePrefix(text).code} *` : encode(text);
}

describe('FTS5 finds', () => {
  const texts = [
    'But soft, what light through yonder window breaks?',
    '我们明天去北京。',
    '北方和南京',
    'see getUserName() and snake_case in C++',
    'The iPhone15 costs 1,000,000; utf-8',
    '東京タワー、학교에서 ภาษาไทย',
    'to be or not to be',
  ];
  const [romeo, beijing, north, code, numbers, asia, hamlet] = texts;
  const rules: Readonly<Record<string, readonly (string | undefined)[]>> = {
    soft: [romeo],
    'light soft': [romeo],
    '"soft what"': [romeo],
    '"what soft"': [],
    'yond*': [romeo],
    '"light through yo"*': [romeo],
    'to -soft': [hamlet],
    'the OR': [],
    'the is': [],
    '"to be or not"': [hamlet],
    北京: [beijing],
    明天去北: [beijing],
    京: [beijing, north, asia],
    '京 -南京': [beijing, asia],
    '京 方': [north],
    'username user': [],
    'user name getusername': [code],
    get_user_name: [code],
    snakeCase: [code],
    'c++': [code],
    'iphone iphone15 1000000': [numbers],
    UTF8: [numbers],
    'タワー 학교 ไทย': [asia],
  };
  for (const [typed, expected] of Object.entries(rules)) {
    it(typed, () => assert.deepEqual(found(texts, typed), expected));
  }
});

it('FTS5 finds the texts that match, and no others', () => {
  fc.assert(
    fc.property(fc.array(anyText(), { minLength: 1, maxLength: 5 }), anyText(), (texts, words) => {
      const typed = [words, ...texts.map((text) => text.slice(3, 8))].join(' ').slice(0, 60);
      const query = parseQuery(typed);
      if (query.all.length === 0) return;
      const expected = texts.filter((text) => new SearchedText(text).matches(query));
      // Those that are alike are rows of their own.
      assert.deepEqual(found(texts, typed), expected, typed);
    }),
    { numRuns: runs(200) },
  );
});
