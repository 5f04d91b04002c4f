import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PersonalSpace } from '@posthorn/client';
import { conversationOf, foldersIn, NOTHING_OWN, ownIn, toggleInFolder } from '../../src/chat/own.ts';

function space(entries: Readonly<Record<string, unknown>>): PersonalSpace {
  const values = new Map(Object.entries(entries));
  return {
    get: (key) => values.get(key),
    keys: (prefix = '') => [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
    async set(key, value) {
      if (value === undefined) values.delete(key);
      else values.set(key, value);
    },
  };
}

describe('what the user has made of a conversation', () => {
  it('is read under the agreed keys', () => {
    const mine = space({
      'pin/4': 1.5,
      'archive/4': { through: 120 },
      'mute/4': { until: 99 },
      'unread/4': {},
      'level/4': 'none',
      'archive/5': {},
      'mute/5': {},
    });
    const four = { pin: 1.5, archivedThrough: 120, mutedUntil: 99, isMarked: true, level: 'none' };
    assert.deepEqual(ownIn(mine, 4), four);
    const five = { archivedThrough: Infinity, mutedUntil: Infinity, isMarked: false, level: 'all' };
    assert.deepEqual(ownIn(mine, 5), five);
    assert.deepEqual(ownIn(mine, 6), NOTHING_OWN);
  });

  it('is nothing where something else is written', () => {
    const mine = space({ 'pin/4': 'up', 'archive/4': 7, 'mute/4': 'x', 'level/4': 'some', 'folder/a': [] });
    assert.deepEqual(ownIn(mine, 4), NOTHING_OWN);
    assert.deepEqual(foldersIn(mine), []);
  });

  it('is what such an entry is about', () => {
    const keys = ['pin/17', 'hide/4/12', 'draft/4', 'folder/4', 'pin/x', 'pin/17x'];
    assert.deepEqual(keys.map(conversationOf), [17, 4, 0, 0, 0, 0]);
  });
});

it('folders are in the user’s order, and keep what other applications have written into them', async () => {
  const mine = space({
    'folder/a': { title: 'Work', order: 2, conversations: [4], colour: 'red' },
    'folder/b': { title: 'Home\n', order: 1, conversations: [5, 'x'] },
  });
  assert.deepEqual(
    foldersIn(mine).map(({ id, conversations }) => [id, conversations]),
    [
      ['b', [5]],
      ['a', [4]],
    ],
  );
  assert.equal(await toggleInFolder(mine, 'work', 17), true);
  assert.deepEqual(mine.get('folder/a'), { title: 'Work', order: 2, conversations: [4, 17], colour: 'red' });
  assert.equal(await toggleInFolder(mine, 'Work', 4), false);
  assert.equal(await toggleInFolder(mine, 'Work', 17), false);
  assert.equal(mine.get('folder/a'), undefined);
});
