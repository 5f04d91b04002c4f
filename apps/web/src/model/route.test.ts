import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatPath, parseRoute, parseSide, personPath, safeNext } from './route.ts';

test('a path is read as what it shows', () => {
  assert.deepEqual(parseRoute('/'), { kind: 'home' });
  assert.deepEqual(parseRoute('/c/17'), { kind: 'chat', conversation: 17, seq: undefined });
  assert.deepEqual(parseRoute('/c/17/4'), { kind: 'chat', conversation: 17, seq: 4 });
  assert.deepEqual(parseRoute('/join/aB-9_x'), { kind: 'join', token: 'aB-9_x' });
  assert.deepEqual(parseRoute(personPath('朱丽叶')), { kind: 'person', name: '朱丽叶' });
  assert.deepEqual(parseRoute('/settings'), { kind: 'settings', page: undefined });
  assert.deepEqual(parseRoute('/settings/sessions'), { kind: 'settings', page: 'sessions' });
});

test('a path that means nothing is unknown', () => {
  for (const path of [
    '/c',
    '/c/0',
    '/c/x',
    '/c/1/x',
    '/c/1/2/3',
    '/c/99999999999999999',
    '/u',
    '/u/%',
    '/x',
    '/join/a/b',
  ]) {
    assert.equal(parseRoute(path).kind, 'unknown', path);
  }
});

test('the side pane is read from the query, and written back', () => {
  assert.deepEqual(parseSide('thread=7'), { kind: 'thread', seq: 7 });
  assert.deepEqual(parseSide('details='), { kind: 'details', tab: 'members' });
  assert.equal(parseSide('thread=x'), undefined);
  assert.equal(
    chatPath(3, undefined, { kind: 'search', query: '上海 a&b' }),
    '/c/3?search=%E4%B8%8A%E6%B5%B7%20a%26b',
  );
  assert.deepEqual(parseSide('search=%E4%B8%8A%E6%B5%B7%20a%26b'), { kind: 'search', query: '上海 a&b' });
});

test('after the login the page goes nowhere but to itself', () => {
  assert.equal(safeNext('/c/3/9?thread=4'), '/c/3/9?thread=4');
  for (const next of [
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/login',
    '/x/y',
  ]) {
    assert.equal(safeNext(next), '/');
  }
});
