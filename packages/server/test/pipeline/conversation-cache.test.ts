/** What is remembered of a conversation does not outlive the history of the store that it was read from (promise 12). */
import * as groupQueries from '../../src/features/groups/queries.ts';
import * as userQueries from '../../src/features/accounts/user-queries.ts';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ConversationCache } from '../../src/pipeline/conversation-cache.ts';
import { createMemoryStore } from '../../src/compose/stores.ts';
import type { Store } from '../../src/store/store.ts';
import { systemClock, systemRandom } from '../../src/system.ts';

const NOBODY_REFUSES = { refusals: async () => ({ by: [], isLasting: true }), clock: systemClock };

/** A store that can be put back to an earlier day while it is used. */
class RestoredStore {
  now: Store;

  constructor(first: Store) {
    this.now = first;
  }

  get epoch(): string {
    return this.now.epoch;
  }

  readonly run: Store['run'] = (query, ...args) => this.now.run(query, ...args);
}

/** Two users; in the later one a group with both, in the earlier one with the first alone. */
async function worlds(): Promise<{ later: Store; earlier: Store; group: number; users: [number, number] }> {
  const [later, earlier] = [await world(true), await world(false)];
  assert.deepEqual([later.group, later.users], [earlier.group, earlier.users], 'the same numbers');
  return { later: later.store, earlier: earlier.store, group: later.group, users: later.users };
}

async function world(hasBoth: boolean): Promise<{ store: Store; group: number; users: [number, number] }> {
  const store = createMemoryStore({ random: systemRandom });
  const ids: number[] = [];
  for (const name of ['romeo', 'juliet']) {
    const made = await store.run(userQueries.createUser, {
      name,
      nameKey: name,
      displayName: '',
      passwordHash: undefined,
      admin: false,
      createdAt: 1,
    });
    assert.ok(made.status === 'created');
    ids.push(made.user.id);
  }
  const [romeo = 0, juliet = 0] = ids;
  const made = await store.run(groupQueries.createGroup, {
    title: 'Verona',
    owner: romeo,
    members: hasBoth ? [juliet] : [],
    clientId: 'verona',
    time: 1,
    content: new Uint8Array(0),
  });
  assert.ok(made.status === 'created');
  return { store, group: made.conversation.id, users: [romeo, juliet] };
}

it('is forgotten when the store has another epoch', async () => {
  const { later, earlier, group, users } = await worlds();
  const store = new RestoredStore(later);
  const cache = new ConversationCache({ store, assertReachable: async () => {}, ...NOBODY_REFUSES });
  await cache.load(group, users);
  await cache.direct(...users);
  assert.notEqual(cache.peek(group, users)?.members.get(users[1]), undefined);
  store.now = earlier;
  assert.equal(cache.peek(group, users), undefined);
  assert.equal(cache.peekDirect(...users), undefined);
  const loaded = await cache.load(group, users);
  assert.equal(loaded?.members.get(users[1]), undefined);
});

it('is not remembered when the store became another one while it was read', async () => {
  const { later, earlier, group, users } = await worlds();
  const store = new RestoredStore(later);
  const cache = new ConversationCache({ store, assertReachable: async () => {}, ...NOBODY_REFUSES });
  const loading = cache.load(group, users);
  const opening = cache.direct(...users);
  store.now = earlier;
  await Promise.all([loading, opening]);
  assert.equal(cache.peek(group, users), undefined);
  assert.equal(cache.peekDirect(...users), undefined);
});

it('remembers so many members of a group, and no more', async () => {
  const { store, group, users } = await world(true);
  const cache = new ConversationCache({ store, assertReachable: async () => {}, ...NOBODY_REFUSES });
  const strangers = Array.from({ length: 10_000 }, (_, index) => 1_000_000 + index);
  const first = await cache.load(group, strangers);
  const second = await cache.load(group, users);
  assert.deepEqual([first?.members.size, second?.members.size], [10_000, 2]);
  assert.equal(cache.peek(group, users), second);
  assert.equal(cache.peek(group, strangers), undefined);
});
