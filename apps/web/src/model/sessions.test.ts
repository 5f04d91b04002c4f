import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '@posthorn/protocol';
import { inOrder } from './sessions.ts';

const session = (id: number, lastUsedAt: number, current = false): Session => ({
  id,
  device: undefined,
  createdAt: 0,
  lastUsedAt,
  expiresAt: 0,
  current,
});

test('this device stands first, and then what was used last', () => {
  const all = [session(1, 10), session(2, 90), session(3, 50, true), session(4, 70)];
  assert.deepEqual(
    inOrder(all).map(({ id }) => id),
    [3, 2, 4, 1],
  );
});
