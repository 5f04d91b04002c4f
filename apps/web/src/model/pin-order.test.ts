/** Pinned conversations stand where the user puts them, at all devices. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { listed } from './conversation-list.ts';
import type { ListedInfo } from './conversation-list.ts';
import { NOTHING_OWN } from './own.ts';
import type { Own } from './own.ts';
import { pinMoved, pinnedIn } from './pin-order.ts';

const IDS = [1, 2, 3, 4, 5];

class List {
  readonly own = new Map<number, Own>();

  pin(id: number, pin: number): void {
    this.own.set(id, { ...NOTHING_OWN, pin });
  }

  get ids(): readonly number[] {
    const info = {
      kind: 'group',
      unread: 0,
      mentions: 0,
      lastMessage: undefined,
      left: false,
      head: 0,
      read: 0,
    };
    const conversations = new Map(
      IDS.map((id) => [id, { ...info, id, activeAt: id } satisfies ListedInfo] as const),
    );
    return listed({ conversations, own: this.own, folders: [], view: 'all', current: undefined });
  }

  /** How many entries that takes. */
  move(id: number, to: number): number {
    const entries = pinMoved(pinnedIn(this.ids, this.own), this.own, id, to);
    for (const each of entries) this.pin(each.id, each.pin);
    return entries.length;
  }
}

it('a pinned conversation goes where it is put, by one entry', () => {
  const list = new List();
  for (const id of [1, 2, 3]) list.pin(id, id);
  assert.deepEqual(list.ids, [3, 2, 1, 5, 4]);
  assert.equal(list.move(1, 1), 1);
  assert.deepEqual(list.ids, [3, 1, 2, 5, 4]);
  assert.equal(list.move(2, 0), 1);
  assert.deepEqual(list.ids, [2, 3, 1, 5, 4]);
  assert.equal(list.move(2, 9), 1);
  assert.deepEqual(list.ids, [3, 1, 2, 5, 4]);
  assert.equal(list.move(2, 9) + list.move(3, -1) + list.move(4, 0), 0);
});

it('where there is no room left, all get new places', () => {
  const list = new List();
  for (const id of [1, 2, 3, 4]) list.pin(id, 7);
  assert.deepEqual(list.ids, [4, 3, 2, 1, 5]);
  assert.equal(list.move(1, 1), 4);
  assert.deepEqual(list.ids, [4, 1, 3, 2, 5]);
  let most = 0;
  for (let round = 0; round < 200; round++) {
    const [, , third = 0] = list.ids;
    most = Math.max(most, list.move(third, 1));
    assert.equal(list.ids[1], third);
  }
  assert.equal(most, 4);
});
