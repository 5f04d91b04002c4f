import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BlockedUsers } from './blocked-users.ts';

const PAGES: Readonly<Record<string, { users: { id: number }[]; next: string }>> = {
  '': { users: [{ id: 1 }], next: 'more' },
  more: { users: [{ id: 2 }], next: '' },
};

describe('blocked users', () => {
  it('are read once in a while, page by page', async () => {
    let now = 0;
    const blocked = new BlockedUsers(() => now);
    const asked: string[] = [];
    const list = async (cursor: string): Promise<(typeof PAGES)['']> => {
      asked.push(cursor);
      return Promise.resolve(PAGES[cursor] ?? { users: [], next: '' });
    };
    await blocked.refresh(list);
    await blocked.refresh(list);
    assert.deepEqual([...blocked.get()], [1, 2]);
    assert.deepEqual(asked, ['', 'more']);
    now = 60_000;
    await blocked.refresh(list);
    assert.equal(asked.length, 4);
  });

  it('are told of at once, and an older answer does not take that back', async () => {
    const blocked = new BlockedUsers(() => 0);
    let told = 0;
    blocked.subscribe(() => void told++);
    const { promise, resolve } = Promise.withResolvers<(typeof PAGES)['']>();
    const asked = blocked.refresh(async () => promise);
    blocked.note(7, true);
    resolve({ users: [], next: '' });
    await asked;
    assert.deepEqual([...blocked.get()], [7]);
    assert.equal(told, 1);
    blocked.note(7, false);
    assert.equal(blocked.get().size, 0);
  });

  it('are asked for again after a failure', async () => {
    const blocked = new BlockedUsers(() => 0);
    await assert.rejects(blocked.refresh(async () => Promise.reject(new Error('offline'))));
    await blocked.refresh(async () => Promise.resolve({ users: [{ id: 3 }], next: '' }));
    assert.deepEqual([...blocked.get()], [3]);
  });
});
