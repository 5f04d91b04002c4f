/** Which conversation a topic means, and which topic a conversation has. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ServerFrame } from '@posthorn/protocol';
import { codeOf, direct, group, SmallTown } from './small-town.ts';

describe('chats', () => {
  it('have a topic each, and are found by it', async () => {
    const town = new SmallTown();
    town.add(direct(10, 2), group(11), direct(12, 3));
    const { chats } = town;
    const juliet = await chats.chatOf(10);
    assert.deepEqual(juliet?.chat, { kind: 'direct', name: 'Juliet' });
    assert.deepEqual(
      [juliet.topic, ...juliet.topics.map(({ text }) => text)],
      ['u/Juliet', 'u/Juliet', 'u/Juliet/json'],
    );
    assert.equal((await chats.chatOf(11))?.topic, 'g/11');
    assert.equal((await chats.chatOf(50))?.topic, 'lobby');
    assert.equal((await chats.chatOf(60))?.topic, 'inbox');
    assert.equal(await chats.chatOf(99), undefined);
    assert.equal(await chats.conversationOf({ kind: 'direct', name: 'JULIET' }), 10);
    assert.equal(await chats.conversationOf({ kind: 'direct', name: 'nurse' }), 12);
    assert.equal(await chats.conversationOf({ kind: 'group', id: 7 }), 7);
    assert.equal(await chats.conversationOf({ kind: 'lobby' }), 50);
    assert.equal(await codeOf(town.chatsOf(0).conversationOf({ kind: 'lobby' })), 'NOT_FOUND');
  });

  it('ask nothing twice, and what is the same for all once on a gateway', async () => {
    const town = new SmallTown();
    town.add(direct(10, 2));
    town.add(group(11));
    for (let round = 0; round < 3; round++) for (const id of [10, 11]) await town.chats.chatOf(id);
    assert.deepEqual(
      town.asked.map((each) => each.case),
      ['getConversation', 'getUsers', 'getConversation'],
    );
    const other = town.chatsOf();
    assert.equal((await other.chatOf(11))?.topic, 'g/11');
    assert.equal(await other.nameOf(2), 'Juliet');
    assert.equal(town.asked.length, 3);
    // Names may go with their accounts.
    town.clock.now = 300_001;
    assert.equal(await other.nameOf(2), 'Juliet');
    assert.equal(town.asked.length, 4);
  });

  it('ask again for a name that was not there', async () => {
    const town = new SmallTown();
    assert.equal(await town.chats.nameOf(4), '');
    town.names.set(4, 'tybalt');
    assert.equal(await town.chatsOf().nameOf(4), 'tybalt');
  });

  it('take notice of what is new, and look no further for what is not there', async () => {
    const town = new SmallTown();
    town.add(group(1), group(2), group(3));
    const juliet = { kind: 'direct', name: 'juliet' } as const;
    for (let round = 0; round < 3; round++)
      assert.equal(await codeOf(town.chats.conversationOf(juliet)), 'NOT_FOUND');
    assert.deepEqual(
      town.asked.map((each) => each.case),
      ['listConversations', 'listConversations'],
    );
    town.add(direct(10, 2));
    const heads = { heads: [{ conversation: 10, seq: 1 }] };
    town.chats.changed({ re: 0, body: { case: 'heads', value: heads } } satisfies ServerFrame);
    assert.equal(await town.chats.conversationOf(juliet), 10);
  });

  it('are listed as long as the user is in them', async () => {
    const town = new SmallTown();
    town.add(group(1), group(2, { left: true }), direct(3, 2), group(4), direct(5, 99));
    const topics: string[] = [];
    for await (const { topic } of town.chats.all()) topics.push(topic);
    assert.deepEqual(topics, ['g/1', 'u/Juliet', 'g/4']);
  });

  it('say where a message goes', async () => {
    const { chats } = new SmallTown();
    assert.deepEqual(await chats.targetOf({ kind: 'direct', name: 'juliet' }), { case: 'user', value: 2 });
    assert.deepEqual(await chats.targetOf({ kind: 'group', id: 7 }), { case: 'conversation', value: 7 });
    assert.deepEqual(await chats.targetOf({ kind: 'lobby' }), { case: 'conversation', value: 50 });
    assert.equal(await codeOf(chats.targetOf({ kind: 'inbox' })), 'FORBIDDEN');
    assert.equal(await codeOf(chats.targetOf({ kind: 'direct', name: 'tybalt' })), 'NOT_FOUND');
    const self = chats.targetOf({ kind: 'direct', name: 'romeo' });
    await assert.rejects(self, { reasonCode: 0x90, message: /somebody else/ });
  });
});
