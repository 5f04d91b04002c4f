import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, fold } from './matching.ts';
import { findPlaces, indexPlaces } from './switching.ts';
import type { Place } from './switching.ts';

function place(title: string, alias = '', activeAt = 0): Place {
  return { key: title, conversation: 1, user: undefined, title, alias, activeAt };
}

const INDEX = indexPlaces([
  place('Book club', '', 50),
  place('Launch crew', '', 90),
  place('Émile Lacroix', 'emile', 10),
  place('朱丽叶', 'juliet', 70),
  place('Backlog', '', 5),
]);

const found = (typed: string): readonly string[] => findPlaces(INDEX, typed, 10).map(({ title }) => title);

test('without a query the latest come first', () => {
  assert.deepEqual(found(''), ['Launch crew', '朱丽叶', 'Book club', 'Émile Lacroix', 'Backlog']);
});

test('beginnings come before middles, words before letters', () => {
  assert.deepEqual(found('l'), ['Launch crew', 'Émile Lacroix', 'Book club', 'Backlog', '朱丽叶']);
  assert.deepEqual(found('bc'), ['Book club', 'Backlog']);
  assert.deepEqual(found('crew'), ['Launch crew']);
});

test('marks, case and other names do not matter', () => {
  assert.deepEqual(found('emile'), ['Émile Lacroix']);
  assert.deepEqual(found('ÉMILE'), ['Émile Lacroix']);
  assert.deepEqual(found('@juli'), ['朱丽叶']);
  assert.deepEqual(found('丽'), ['朱丽叶']);
  assert.deepEqual(found('xyz'), []);
});

test('letters in order begin with a word', () => {
  assert.ok(fits(fold('Launch crew'), 'lcr') > 0);
  assert.equal(fits(fold('Launch crew'), 'uw'), 0);
});
