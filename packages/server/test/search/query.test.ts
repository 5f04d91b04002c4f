import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import {
  MAX_PIECES,
  MAX_QUERY_UNITS,
  MAX_TERMS,
  MAX_VALUES,
  parseQuery,
} from '../../src/features/search/analyser/query.ts';
import type { Query } from '../../src/features/search/analyser/query.ts';
import type { Term } from '../../src/features/search/analyser/terms.ts';
import { anyText } from './support/texts.ts';

/** A query in short: terms in brackets, their ways with a bar between them; filters; notes and where they are. */
function sketch(typed: string): string {
  const query = parseQuery(typed);
  return [
    ...query.all.map((term) => `[${waysIn(term)}]`),
    ...query.none.map((term) => `-[${waysIn(term)}]`),
    ...filtersIn(query.only, ''),
    ...filtersIn(query.without, '-'),
    ...(query.since === undefined ? [] : [`since=${query.since}`]),
    ...(query.before === undefined ? [] : [`before=${query.before}`]),
    ...query.notes.map(({ code, start, end }) => `${code}(${typed.slice(start, end)})`),
  ].join(' ');
}

function waysIn({ ways }: Term): string {
  return ways
    .map((way) => way.map(({ text, isPrefix }) => text + (isPrefix ? '*' : '')).join(' '))
    .join(' | ');
}

function filtersIn(filters: Query['only'], sign: string): string[] {
  return Object.entries(filters).flatMap(([key, values]: [string, readonly string[]]) =>
    values.length > 0 ? [`${sign}${key}=${values.join(',')}`] : [],
  );
}

function rules(table: Readonly<Record<string, string>>): void {
  for (const [typed, query] of Object.entries(table)) {
    it(JSON.stringify(typed), () => assert.equal(sketch(typed), query));
  }
}

describe('words', () => {
  rules({
    '': '',
    ' \t\u3000 ': '',
    'Budget  2026': '[budget] [2026]',
    '... - * " ” ""': '',
    'crème-brûlée': '[creme brulee | cremebrulee]',
    camelCase: '[camelcase | camel case]',
    'iPhone15 HTMLParser': '[iphone 15 | iphone15] [htmlparser | html parser]',
    'https://a.example/b?c=1': '[https a example b c 1]',
    'C++ c#': '[c++] [c#]',
    '👍🏽 ❤️': '[👍] [❤]',
    'todo:buy': '[todo buy]',
  });
});

describe('scripts without blanks', () => {
  rules({
    北京: '[北京]',
    我们去北京: '[我们 们去 去北 北京]',
    京: '[京*]',
    '你好 京': '[你好] [京*]',
    用iPhone拍照: '[用 iphone 拍照]',
    iPhone拍: '[iphone 拍*]',
    '北京*': '[北京]',
    '학교 한': '[학교] [한*]',
    ไทย: '[ไท ทย]',
  });
});

describe('quotes', () => {
  rules({
    '"exact words" more': '[exact words] [more]',
    '“exact words” 「東京 タワー」 «a b»': '[exact words] [東京 京 タワ ワー] [a b]',
    '＂full　width＂': '[full width]',
    '"not closed at all': '[not closed at all]',
    'he said"so"': '[he] [said] [so]',
    '他说“你好”': '[他说] [你好]',
    '"wi-fi"': '[wi fi | wifi]',
    '"a" "" "b"': '[a] [b]',
  });
});

describe('not', () => {
  rules({
    'a -b': '[a] -[b]',
    '-"a b" －c −d': '-[a b] -[c] -[d]',
    'a - b': '[a] [b]',
    'a-b': '[a b | ab]',
    '--a': '-[a]',
    '-北京': '-[北京]',
  });
});

describe('prefixes', () => {
  rules({
    'bud*': '[bud*]',
    'bud＊': '[bud*]',
    'snake_ca*': '[snake ca* | snakeca*]',
    '"exact wor"*': '[exact wor*]',
    'a*b': '[a b]',
    '* ** -*': '',
  });
});

describe('filters', () => {
  rules({
    'from:ann in:proj has:file has:link kind:Poll budget':
      '[budget] from=ann in=proj kind=poll has=file,link',
    'from:@ann from:bob from:@ann in:#proj': 'from=ann,bob in=proj',
    'FROM：ann　ｉｎ：proj': 'from=ann in=proj',
    'from:"Ann Lee" from:José in:“项目 一”': 'from=Ann Lee,José in=项目 一',
    'from: ann x': '[x] from=ann',
    '-from:ann -has:file -kind:poll a': '[a] -from=ann -kind=poll -has=file',
    'a:from:b "from:ann"': '[a from b] [from ann]',
    '-"from:ann"': '-[from ann]',
    'a from:': '[a] NO_VALUE(from:)',
    'in:"" b': '[b] NO_VALUE(in:"")',
    'has:wings a': '[a] UNKNOWN_VALUE(has:wings)',
  });
});

describe('days', () => {
  rules({
    'before:2026-11-01': 'before=2026-11-01',
    'after:2026-11-01': 'since=2026-11-02',
    'after:2026-11 before:2027': 'since=2026-12-01 before=2027-01-01',
    'after:2025 before:2026/1/9': 'since=2026-01-01 before=2026-01-09',
    'after：２０２６年２月２８日': 'since=2026-03-01',
    'after:2026年11月 before:2026.12.24': 'since=2026-12-01 before=2026-12-24',
    'after:2028-02-28': 'since=2028-02-29',
    'after:2026-12-31': 'since=2027-01-01',
    '-before:2026-11-01 -after:2026-11-30': 'since=2026-11-01 before=2026-12-01',
    'before:2026-11-05 before:2026-11-01 after:2026-01 after:2026-02': 'since=2026-03-01 before=2026-11-01',
    'before:2026-13-01': 'NO_DAY(before:2026-13-01)',
    'a after:2026-02-29': '[a] NO_DAY(after:2026-02-29)',
    'before:soon before:1066': 'NO_DAY(before:soon) NO_DAY(before:1066)',
  });
});

describe('bounds', () => {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

  it('of terms', () => {
    const query = parseQuery(numbers(MAX_TERMS + 1).join(' '));
    assert.equal(query.all.length, MAX_TERMS);
    assert.deepEqual(
      query.notes.map(({ code }) => code),
      ['TOO_MANY'],
    );
  });

  it('of terms that characters fold to: each place is noted once', () => {
    const { all, notes } = parseQuery('\uFDFA'.repeat(100));
    assert.equal(all.length, MAX_TERMS);
    assert.ok(notes.every(({ code }) => code === 'TOO_MANY'));
    const places = notes.map(({ start, end }) => `${start} to ${end}`);
    assert.deepEqual(places, [...new Set(places)]);
    assert.equal(places.at(-1), '99 to 100');
  });

  it('of values', () => {
    const query = parseQuery(
      numbers(MAX_VALUES + 2)
        .map((each) => `from:${each}`)
        .join(' '),
    );
    assert.equal(query.only.from.length, MAX_VALUES);
    assert.equal(query.notes.length, 2);
  });

  it('of pieces', () => {
    const query = parseQuery(`"${numbers(MAX_PIECES + 1).join(' ')}"`);
    assert.equal(query.all[0]?.ways[0]?.length, MAX_PIECES);
    assert.deepEqual(
      query.notes.map(({ code }) => code),
      ['TOO_LONG'],
    );
  });

  it('of the text', () => {
    const query = parseQuery(`${' '.repeat(MAX_QUERY_UNITS)}a`);
    assert.deepEqual(query.all, []);
    assert.deepEqual(query.notes, [{ code: 'TOO_LONG', start: MAX_QUERY_UNITS, end: MAX_QUERY_UNITS + 1 }]);
  });
});

it('every text is a query, whose terms and notes stand in it', () => {
  fc.assert(
    fc.property(anyText(), (typed) => {
      const { all, none, notes } = parseQuery(typed);
      for (const { start, end } of [...all, ...none, ...notes]) {
        assert.ok(start >= 0 && start <= end && end <= typed.length, typed);
      }
      for (const { ways } of [...all, ...none]) {
        assert.ok(ways.length > 0 && ways.every((way) => way.length > 0 && way.length <= MAX_PIECES));
        assert.ok(ways.flat().every(({ text }) => text !== ''));
      }
    }),
    { numRuns: runs(1000) },
  );
});
