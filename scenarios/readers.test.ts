/** Who has read a message: by name where there are few, as a number where there are many. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as userQueries from '../packages/server/src/features/accounts/user-queries.ts';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';

/** As `2 of 3: ann bob`. */
async function readers({ client }: Person, conversation: number, seq: number): Promise<string> {
  const { count, of, users } = await client.call('listReaders', { conversation, seq });
  return `${count} of ${of}: ${users.map(({ name }) => name).join(' ')}`.trimEnd();
}

async function read({ client }: Person, conversation: number, seq: number): Promise<void> {
  await client.call('moveCursors', { cursors: [{ conversation, read: seq }] });
}

for (const topology of TOPOLOGIES) {
  describe(`those who have read a message, ${topology.name}`, () => {
    it('are named in a group, if they have been in since, without its sender', async (t) => {
      const { here, there } = await inhabitedTopology(t, topology);
      const [ann, bob] = [await here.join('ann'), await there.join('bob')];
      const [cat, dan] = [await there.join('cat'), await here.join('dan')];
      const members = [bob.id, cat.id];
      const { id: group } = await ann.client.call('createGroup', { title: 'Rowers', members });
      const { seq } = await ann.client.send({ conversation: group }, 'at six').done;
      assert.equal(await readers(ann, group, seq), '0 of 2:');
      await read(bob, group, seq);
      assert.equal(await readers(ann, group, seq), '1 of 2: bob');
      assert.equal(await readers(cat, group, seq), '1 of 2: bob', 'every member may know');
      await cat.client.send({ conversation: group }, 'I am in').done;
      assert.equal(await readers(ann, group, seq), '2 of 2: bob cat', 'who answers has read it');
      await ann.client.call('addMembers', { conversation: group, users: [dan.id] });
      await read(dan, group, seq + 3);
      assert.equal(await readers(ann, group, seq), '2 of 2: bob cat', 'before the time of dan');
      assert.equal(await codeOf(dan.client.call('listReaders', { conversation: group, seq })), 'NOT_FOUND');
      await bob.client.call('leave', { conversation: group });
      assert.equal(await readers(ann, group, seq), '1 of 1: cat');
      assert.equal(
        await codeOf(bob.client.call('listReaders', { conversation: group, seq })),
        'NOT_A_MEMBER',
      );
      assert.equal(
        await codeOf(ann.client.call('listReaders', { conversation: group, seq: 99 })),
        'NOT_FOUND',
      );
    });

    it('are one in a direct conversation, and nobody across a block', async (t) => {
      const { here, there } = await inhabitedTopology(t, topology);
      const [ann, bob] = [await here.join('ann'), await there.join('bob')];
      const { conversation, seq } = await ann.client.send({ to: bob.id }, 'hello').done;
      assert.equal(await readers(ann, conversation, seq), '0 of 1:');
      const answer = await bob.client.send({ conversation }, 'hello').done;
      assert.equal(await readers(ann, conversation, seq), '1 of 1: bob', 'who answers has read it');
      await bob.client.call('block', { user: ann.id });
      assert.equal(await readers(ann, conversation, seq), '0 of 0:');
      await read(ann, conversation, answer.seq);
      assert.equal(await readers(bob, conversation, answer.seq), '0 of 0:');
      assert.equal(await readers(ann, conversation, answer.seq), '1 of 1: ann', 'what is her own, she sees');
      await bob.client.call('unblock', { user: ann.id });
      assert.equal(await readers(bob, conversation, answer.seq), '1 of 1: ann');
      const eve = await there.join('eve');
      assert.equal(await codeOf(eve.client.call('listReaders', { conversation, seq })), 'NOT_A_MEMBER');
    });
  });
}

describe('those who have read a message', () => {
  it('are a number in a group of more than 200, and in a room', async (t) => {
    const store = createMemoryStore({ random: systemRandom });
    const { people } = await inhabited(t, {}, { store });
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const crowd: number[] = [];
    for (let index = 0; index < 199; index++) {
      const name = `crowd${index}`;
      const account = { displayName: '', passwordHash: undefined, admin: false, createdAt: 1 };
      const made = await store.run(userQueries.createUser, { name, nameKey: name, ...account });
      if (made.status === 'created') crowd.push(made.user.id);
    }
    const { id: group } = await ann.client.call('createGroup', { title: 'All', members: crowd });
    const small = await ann.client.send({ conversation: group }, 'for 200').done;
    assert.equal(await readers(ann, group, small.seq), '0 of 199:');
    await ann.client.call('addMembers', { conversation: group, users: [bob.id] });
    const { seq } = await ann.client.send({ conversation: group }, 'for 201').done;
    await read(bob, group, seq);
    assert.equal(await readers(ann, group, seq), '1 of 200:');
    const { state } = ann.client;
    const lobby = state.name === 'online' ? state.session.lobby : 0;
    const said = await ann.client.send({ conversation: lobby }, 'for everybody').done;
    await read(bob, lobby, said.seq);
    assert.equal(await readers(ann, lobby, said.seq), '1 of 0:');
  });
});
