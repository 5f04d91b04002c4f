import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readThrough } from './timeline-reading.ts';
import { markedFrom, newAfterOf, startOf } from './chat-places.ts';

const SEEN = { isVisible: true, isFocused: true, isHeld: false, seen: 12, isAtEnd: false, to: 20, read: 5 };

test('only what is seen in a visible, focused page is read', () => {
  assert.equal(readThrough(SEEN), 12);
  assert.equal(readThrough({ ...SEEN, isVisible: false }), undefined);
  assert.equal(readThrough({ ...SEEN, isFocused: false }), undefined);
  assert.equal(readThrough({ ...SEEN, seen: 0 }), undefined);
  assert.equal(readThrough({ ...SEEN, read: 12 }), undefined);
});

test('what was marked as unread stays so', () => {
  assert.equal(readThrough({ ...SEEN, isHeld: true }), undefined);
});

test('at the end, entries below the last message are read too', () => {
  assert.equal(readThrough({ ...SEEN, isAtEnd: true }), 20);
});

test('a chat opens at what was asked for, else where one was, else at the first unread message, else at the newest', () => {
  const known = { seq: undefined, place: undefined, read: 7, unread: 3, markedFrom: undefined };
  const place = { seq: 4, offset: -12 };
  assert.deepEqual(startOf({ ...known, seq: 9, place }), { at: 'message', seq: 9 });
  assert.deepEqual(startOf({ ...known, place }), { at: 'place', ...place });
  assert.deepEqual(startOf({ ...known, markedFrom: 5 }), { at: 'unread', seq: 5 });
  assert.deepEqual(startOf(known), { at: 'unread', seq: 8 });
  assert.deepEqual(startOf({ ...known, unread: 0 }), { at: 'newest' });
});

test('the line stands where reading begins', () => {
  assert.equal(newAfterOf({ read: 7, unread: 0, markedFrom: undefined }), undefined);
  assert.equal(newAfterOf({ read: 7, unread: 2, markedFrom: undefined }), 7);
  assert.equal(newAfterOf({ read: 7, unread: 0, markedFrom: 5 }), 4);
});

test('another application may have marked without a place', () => {
  assert.equal(markedFrom(undefined), undefined);
  assert.equal(markedFrom({}), 0);
  assert.equal(markedFrom({ from: 12 }), 12);
  assert.equal(markedFrom({ from: 'x' }), 0);
});
