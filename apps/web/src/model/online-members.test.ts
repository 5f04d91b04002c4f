import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCounted, MAX_COUNTED, onlineCount } from './online-members.ts';

const presenceOf = (user: number) => (user < 4 ? { user, online: user < 3, lastSeen: 0 } : undefined);

test('members who are online are counted with the user; who hides it is not', () => {
  assert.equal(onlineCount([1, 2, 3, 4], presenceOf, 4), 3);
  assert.equal(onlineCount([1, 3, 4], presenceOf, 4), 2);
});

test('nothing is said where nobody else is seen online', () => {
  assert.equal(onlineCount([1, 3, 4], presenceOf, 1), undefined);
  assert.equal(onlineCount([], presenceOf, 1), undefined);
});

test('groups are counted that are small enough, and that one is in', () => {
  const group = { kind: 'group', left: false, memberCount: 5 };
  assert.equal(isCounted(group), true);
  assert.equal(isCounted({ ...group, left: true }), false);
  assert.equal(isCounted({ ...group, memberCount: MAX_COUNTED + 1 }), false);
  assert.equal(isCounted({ ...group, kind: 'room' }), false);
});
