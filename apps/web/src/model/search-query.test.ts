import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  filtersIn,
  markedParts,
  snippetOf,
  soughtIn,
  withFilter,
  withoutFilter,
  wordsIn,
} from './search-query.ts';

describe('a query', () => {
  it('has filters and words', () => {
    const query = 'from:ann budget -in:"Project X" has:link "two words" -draft';
    assert.deepEqual(
      filtersIn(query).map(({ name, value, isNegative }) => [name, value, isNegative]),
      [
        ['from', 'ann', false],
        ['in', 'Project X', true],
        ['has', 'link', false],
      ],
    );
    assert.equal(wordsIn(query), 'budget "two words" -draft');
    assert.deepEqual(soughtIn(query), ['budget', 'two words']);
    assert.deepEqual(filtersIn('see https://in:8080 notfrom:x'), []);
  });

  it('takes a filter more, and a day instead of another', () => {
    assert.equal(withFilter('budget', 'from', 'ann'), 'from:ann budget');
    assert.equal(withFilter('from:ann budget', 'from', 'bob'), 'from:ann from:bob budget');
    assert.equal(withFilter('from:ann budget', 'from', 'ann'), 'from:ann budget');
    assert.equal(withFilter('before:2026-01-01 a', 'before', '2026-02-02'), 'before:2026-02-02 a');
    assert.equal(withFilter('', 'in', 'Project "X"'), 'in:"Project X"');
  });

  it('loses a filter', () => {
    const [filter = { from: 0, to: 0 }] = filtersIn('a from:ann b');
    assert.equal(withoutFilter('a from:ann b', filter), 'a b');
  });
});

describe('a snippet', () => {
  it('is cut at its marks', () => {
    assert.deepEqual(
      markedParts('a bc d', [{ start: 2, end: 4 }]).map(({ text, isMarked }) =>
        isMarked ? `<${text}>` : text,
      ),
      ['a ', '<bc>', ' d'],
    );
    assert.equal(
      markedParts('ab', [
        { start: 0, end: 1 },
        { start: 0, end: 2 },
      ]).length,
      2,
      'no overlaps',
    );
  });

  it('shows what was sought', () => {
    const text = `${'before '.repeat(60)}我家在上海东边 ${'after '.repeat(60)}`;
    const { snippet, marks } = snippetOf(text, ['上海']);
    assert.ok(snippet.startsWith('… ') && snippet.endsWith('…'));
    assert.deepEqual(
      marks.map(({ start, end }) => snippet.slice(start, end)),
      ['上海'],
    );
    assert.deepEqual(snippetOf('Short', ['x']), { snippet: 'Short', marks: [] });
  });
});
