/** What a page draws first of an account with many conversations. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ConversationInfo } from '../../src/engine/api.ts';
import { Board } from '../../src/engine/board.ts';
import { firstScreen } from '../../src/engine/first-screen.ts';
import type { Values } from '../../src/engine/wire.ts';
import { runtime } from '../../src/platform.ts';

function boardOf(count: number): Board {
  const values = { me: { id: 1 }, hasConversations: true, outgoing: [] } as unknown as Values;
  const dial = (): never => {
    throw new Error('no network');
  };
  const board = new Board({ ...runtime, canDial: () => false, dial }, values);
  for (let id = 1; id <= count; id++) {
    const info = {
      id,
      kind: 'direct',
      peer: 10_000 + id,
      activeAt: id,
      lastMessage: { sender: 20_000 + id, content: {} },
    };
    board.put('conversations', id, info as unknown as ConversationInfo);
  }
  for (let id = 1; id <= count; id++)
    for (const user of [id, 10_000 + id, 20_000 + id]) board.put('users', user, { id: user } as never);
  return board;
}

it('has the newest conversations and those that are pinned, with who is named there', () => {
  const board = boardOf(1000);
  board.put('mine', 'pin/3', 1);
  board.put('typing', 4, [5]);
  const { values, changes } = firstScreen(board) ?? {};
  const ids = (changes?.conversations ?? []).map(([id]) => id);
  assert.deepEqual(ids.slice(0, 3), [3, 1000, 999]);
  assert.ok(ids.length >= 30 && ids.length < 100, `${ids.length}`);
  const users = new Set((changes?.users ?? []).map(([id]) => id));
  assert.deepEqual(users, new Set([1, ...ids.flatMap((id) => [10_000 + id, 20_000 + id])]));
  assert.deepEqual(changes?.typing, [[4, [5]]]);
  // Nobody may think that there are no others.
  assert.ok(values !== undefined && !('hasConversations' in values) && values.me?.id === 1);
});

it('is not worth it where there are few', () => {
  assert.equal(firstScreen(boardOf(100)), undefined);
});
